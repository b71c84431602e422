import type { DataType } from './data-types'
import type { Shape } from './shape'

/** A constant's elements, little-endian as TensorFlow stores them. */
export interface TensorValue {
  readonly dtype: DataType
  readonly shape: Shape
  readonly bytes: Uint8Array
}

/** The kinds of attribute a node may carry, and what each is in TypeScript. */
export interface AttributeKinds {
  type: DataType
  types: readonly DataType[]
  shape: Shape
  string: string
  int: number
  ints: readonly number[]
  float: number
  bool: boolean
  tensor: TensorValue
}

/**
 * Every TensorFlow op the engine uses, under TensorFlow's own name, with its attributes. Attributes left
 * out here keep TensorFlow's default. The table is closed: {@link OpName} comes from it, and the gradient
 * registry has one entry for each.
 */
export const OP_ATTRIBUTES = {
  // sources and state
  Const: { dtype: 'type', value: 'tensor' },
  Placeholder: { dtype: 'type', shape: 'shape' },
  VarHandleOp: { dtype: 'type', shape: 'shape', shared_name: 'string', container: 'string' },
  ReadVariableOp: { dtype: 'type' },
  AssignVariableOp: { dtype: 'type' },
  AssignSubVariableOp: { dtype: 'type' },
  DeepCopy: { T: 'type' },
  Identity: { T: 'type' },
  Assert: { T: 'types' },
  ResourceGather: { dtype: 'type', Tindices: 'type' },
  ResourceApplyAdam: { T: 'type', use_locking: 'bool' },
  ResourceApplyKerasMomentum: { T: 'type', use_locking: 'bool', use_nesterov: 'bool' },
  // shape and type
  Reshape: { T: 'type', Tshape: 'type' },
  Cast: { SrcT: 'type', DstT: 'type' },
  Bitcast: { T: 'type', type: 'type' },
  ExpandDims: { T: 'type', Tdim: 'type' },
  Pack: { N: 'int', T: 'type', axis: 'int' },
  Unpack: { num: 'int', T: 'type', axis: 'int' },
  Slice: { T: 'type', Index: 'type' },
  Pad: { T: 'type', Tpaddings: 'type' },
  BroadcastTo: { T: 'type', Tidx: 'type' },
  GatherV2: { Tparams: 'type', Tindices: 'type', Taxis: 'type' },
  OneHot: { T: 'type', TI: 'type', axis: 'int' },
  // arithmetic
  AddV2: { T: 'type' },
  Sub: { T: 'type' },
  Mul: { T: 'type' },
  Neg: { T: 'type' },
  Pow: { T: 'type' },
  Minimum: { T: 'type' },
  RealDiv: { T: 'type' },
  Rsqrt: { T: 'type' },
  RsqrtGrad: { T: 'type' },
  Sin: { T: 'type' },
  Cos: { T: 'type' },
  Equal: { T: 'type' },
  GreaterEqual: { T: 'type' },
  AddN: { N: 'int', T: 'type' },
  MatMul: { T: 'type', transpose_a: 'bool', transpose_b: 'bool' },
  Sum: { T: 'type', Tidx: 'type', keep_dims: 'bool' },
  ArgMax: { T: 'type', Tidx: 'type', output_type: 'type' },
  // networks
  Conv2D: { T: 'type', strides: 'ints', padding: 'string', data_format: 'string' },
  Conv2DBackpropInput: { T: 'type', strides: 'ints', padding: 'string', data_format: 'string' },
  Conv2DBackpropFilter: { T: 'type', strides: 'ints', padding: 'string', data_format: 'string' },
  BiasAdd: { T: 'type', data_format: 'string' },
  BiasAddGrad: { T: 'type', data_format: 'string' },
  FusedBatchNormV3: {
    T: 'type',
    U: 'type',
    epsilon: 'float',
    is_training: 'bool',
    data_format: 'string',
  },
  FusedBatchNormGradV3: {
    T: 'type',
    U: 'type',
    epsilon: 'float',
    is_training: 'bool',
    data_format: 'string',
  },
  Relu: { T: 'type' },
  ReluGrad: { T: 'type' },
  MaxPool: { T: 'type', ksize: 'ints', strides: 'ints', padding: 'string', data_format: 'string' },
  MaxPoolGrad: {
    T: 'type',
    ksize: 'ints',
    strides: 'ints',
    padding: 'string',
    data_format: 'string',
  },
  Softmax: { T: 'type' },
  SparseSoftmaxCrossEntropyWithLogits: { T: 'type', Tlabels: 'type' },
  SoftmaxCrossEntropyWithLogits: { T: 'type' },
  ImageProjectiveTransformV3: { dtype: 'type', interpolation: 'string', fill_mode: 'string' },
  // randomness
  StatelessRandomGetKeyCounter: { Tseed: 'type' },
  StatelessRandomUniformV2: { dtype: 'type', Tshape: 'type' },
  StatelessRandomUniformFullIntV2: { dtype: 'type', Tshape: 'type' },
} as const satisfies Record<string, Record<string, keyof AttributeKinds>>

export type OpName = keyof typeof OP_ATTRIBUTES

type Definition<Name extends OpName> = (typeof OP_ATTRIBUTES)[Name]

/** The attributes of one op, as plain values. */
export type Attributes<Name extends OpName> = {
  readonly [Key in keyof Definition<Name>]: Definition<Name>[Key] extends keyof AttributeKinds
    ? AttributeKinds[Definition<Name>[Key]]
    : never
}

/** The attribute kinds of an op by attribute name, for code that walks over them. */
export function attributeKinds(name: OpName): Readonly<Record<string, keyof AttributeKinds>> {
  return OP_ATTRIBUTES[name]
}
