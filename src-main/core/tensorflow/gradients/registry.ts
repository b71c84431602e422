import type { OpName } from '../graph/op-definitions'
import * as arithmetic from './arithmetic'
import * as array from './array'
import * as network from './network'
import { notDifferentiable, type GradientRule } from './rule'

const source = notDifferentiable('it has no differentiable input')
const update = notDifferentiable('it changes a variable')
const constantAlmostEverywhere = notDifferentiable('its output is constant almost everywhere')
const secondOrder = notDifferentiable('gradients of gradients are not built')
const notNeeded = notDifferentiable('no network of ours trains through it')

/** One rule an op; an op without an entry does not compile. */
export const GRADIENT_RULES: { readonly [Name in OpName]: GradientRule<Name> } = {
  Const: source,
  Placeholder: source,
  VarHandleOp: source,
  ReadVariableOp: source,
  AssignVariableOp: update,
  AssignSubVariableOp: update,
  DeepCopy: notNeeded,
  Identity: array.identity,
  Assert: source,
  ResourceGather: source,
  ResourceApplyAdam: update,
  ResourceApplyKerasMomentum: update,
  Reshape: array.reshapeRule,
  Cast: array.castRule,
  Bitcast: notDifferentiable('bits have no derivative'),
  ExpandDims: notNeeded,
  Pack: notNeeded,
  Unpack: notNeeded,
  Slice: notNeeded,
  Pad: notNeeded,
  BroadcastTo: notNeeded,
  GatherV2: notNeeded,
  OneHot: constantAlmostEverywhere,
  AddV2: arithmetic.addV2,
  Sub: arithmetic.sub,
  Mul: arithmetic.mul,
  Neg: arithmetic.neg,
  Pow: notNeeded,
  Minimum: notNeeded,
  RealDiv: arithmetic.realDiv,
  Rsqrt: arithmetic.rsqrt,
  RsqrtGrad: secondOrder,
  Sin: notNeeded,
  Cos: notNeeded,
  Equal: constantAlmostEverywhere,
  GreaterEqual: constantAlmostEverywhere,
  AddN: arithmetic.addN,
  MatMul: arithmetic.matMulRule,
  Sum: arithmetic.sumRule,
  ArgMax: constantAlmostEverywhere,
  Conv2D: network.conv2d,
  Conv2DBackpropInput: secondOrder,
  Conv2DBackpropFilter: secondOrder,
  BiasAdd: network.biasAdd,
  BiasAddGrad: secondOrder,
  FusedBatchNormV3: network.fusedBatchNorm,
  FusedBatchNormGradV3: secondOrder,
  Relu: network.relu,
  ReluGrad: secondOrder,
  MaxPool: network.maxPool,
  MaxPoolGrad: secondOrder,
  Softmax: notNeeded,
  SparseSoftmaxCrossEntropyWithLogits: network.crossEntropy,
  SoftmaxCrossEntropyWithLogits: network.crossEntropy,
  ImageProjectiveTransformV3: notNeeded,
  StatelessRandomGetKeyCounter: source,
  StatelessRandomUniformV2: source,
  StatelessRandomUniformFullIntV2: source,
}
