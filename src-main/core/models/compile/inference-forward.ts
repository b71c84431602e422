import { internalError } from '../../errors'
import type { FloatType } from '../../tensorflow/graph/data-types'
import type { SymbolicTensor } from '../../tensorflow/graph/graph'
import { add, multiply, rsqrt, subtract } from '../../tensorflow/ops/arithmetic'
import { cast } from '../../tensorflow/ops/array'
import { scalar } from '../../tensorflow/ops/constants'
import * as network from '../../tensorflow/ops/network'
import type { Model } from '../model'
import { convolve, flattenStage, linear } from './linear'
import { plainStages, type Stage, type StageOf } from './stages'

/** What the stages of inference share. */
export interface InferenceContext {
  /** Type of activations. */
  readonly compute: FloatType
  /** A weight as a float32 tensor: a variable's value, or a constant. */
  readonly weight: (name: string) => SymbolicTensor
}

type StageBuilder<Kind extends Stage['kind']> = (
  stage: StageOf<Kind>,
  x: SymbolicTensor,
  context: InferenceContext,
) => SymbolicTensor

const onlyInTraining = ({ name }: Stage): never => {
  throw internalError(`${name} has no place in inference`)
}

const BUILDERS: { readonly [Kind in Stage['kind']]: StageBuilder<Kind> } = {
  Conv2D: linear,
  Dense: linear,
  Flatten: (_, x) => flattenStage(x),
  MaxPooling2D: ({ poolSize }, x) => network.maxPool(x, poolSize),
  GlobalAveragePooling2D: (_, x) => network.globalAveragePool(x),
  ReLU: (_, x) => network.relu(x),
  BatchNormalization: ({ name, epsilon }, x, { weight }) =>
    network.normalizeBy(
      x,
      weight(`${name}/gamma`),
      weight(`${name}/beta`),
      weight(`${name}/moving_mean`),
      weight(`${name}/moving_variance`),
      epsilon,
    ),
  FoldedConvolution: foldedConvolution,
  Dropout: onlyInTraining,
  FusedReLU: onlyInTraining,
  PatchBlock: onlyInTraining,
}

/**
 * Adds the forward pass of inference: moving statistics, folded into the convolutions before them.
 * @param x `[batch, height, width, channels]`, float32, in [0, 1]; the batch may be unknown
 * @returns logits `[batch, classes]`, float32
 */
export function inferenceForward(
  model: Model,
  x: SymbolicTensor,
  context: InferenceContext,
): SymbolicTensor {
  const stages = inferenceStages(model)
  const low = cast(x, context.compute)
  return cast(
    stages.reduce((input, stage) => build(stage, input, context), low),
    'float32',
  )
}

function build<Kind extends Stage['kind']>(
  stage: StageOf<Kind> & { kind: Kind },
  x: SymbolicTensor,
  context: InferenceContext,
): SymbolicTensor {
  return BUILDERS[stage.kind](stage, x, context)
}

/** Dropout does nothing in inference; a normalisation right after a convolution is folded into it. */
function inferenceStages(model: Model): readonly Stage[] {
  const stages: Stage[] = []
  for (const stage of plainStages(model)) {
    const before = stages.at(-1)
    if (stage.kind === 'Dropout') continue
    if (stage.kind === 'BatchNormalization' && before?.kind === 'Conv2D')
      stages.splice(-1, 1, {
        kind: 'FoldedConvolution',
        name: before.name,
        convolution: before,
        normalization: stage,
      })
    else stages.push(stage)
  }
  return stages
}

/**
 * A normalisation by fixed statistics is a linear map of each channel, so that
 * norm(conv(x, W) + c) = conv(x, a W) + beta + a (c - mean) with a = gamma / sqrt(variance + epsilon):
 * one kernel in TensorFlow, with its bias and relu (Jacob et al. 2018, section 3.2).
 */
function foldedConvolution(
  { convolution, normalization }: StageOf<'FoldedConvolution'>,
  x: SymbolicTensor,
  { weight }: InferenceContext,
): SymbolicTensor {
  const of = (part: string) => weight(`${normalization.name}/${part}`)
  const deviation = rsqrt(add(of('moving_variance'), scalar(x.graph, normalization.epsilon)))
  const factor = multiply(of('gamma'), deviation)
  const kernel = multiply(weight(`${convolution.name}/kernel`), factor)
  const shift = convolution.useBias
    ? subtract(weight(`${convolution.name}/bias`), of('moving_mean'))
    : undefined
  const bias = shift
    ? add(of('beta'), multiply(shift, factor))
    : subtract(of('beta'), multiply(of('moving_mean'), factor))
  return network.biasAdd(convolve(convolution, x, cast(kernel, x.dtype)), cast(bias, x.dtype))
}
