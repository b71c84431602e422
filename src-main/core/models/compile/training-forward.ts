import { internalError } from '../../errors'
import type { SymbolicTensor } from '../../tensorflow/graph/graph'
import { greaterEqual, multiply } from '../../tensorflow/ops/arithmetic'
import { cast } from '../../tensorflow/ops/array'
import { scalar } from '../../tensorflow/ops/constants'
import * as network from '../../tensorflow/ops/network'
import { fusedRelu } from '../fast-paths/fused-relu'
import { patchBlock } from '../fast-paths/patch-covariance'
import { flattenStage, linear } from './linear'
import type { Stage, StageOf } from './stages'
import { updateMovingStatistics, type TrainingContext } from './training-context'

type StageBuilder<Kind extends Stage['kind']> = (
  stage: StageOf<Kind>,
  x: SymbolicTensor,
  context: TrainingContext,
) => SymbolicTensor

const BUILDERS: { readonly [Kind in Stage['kind']]: StageBuilder<Kind> } = {
  Conv2D: linear,
  Dense: linear,
  Flatten: (_, x) => flattenStage(x),
  MaxPooling2D: ({ poolSize }, x) => network.maxPool(x, poolSize),
  GlobalAveragePooling2D: (_, x) => network.globalAveragePool(x),
  ReLU: ({ name }, x, context) =>
    context.integerReluGradient
      ? fusedRelu({ kind: 'FusedReLU', name, poolSize: null, dropout: null }, x, context)
      : network.relu(x),
  BatchNormalization: (stage, x, context) => {
    const { y, mean, variance } = network.batchNormalization(
      x,
      scaled(context.weight(`${stage.name}/gamma`), stage.scale),
      scaled(context.weight(`${stage.name}/beta`), stage.scale),
      stage.epsilon,
    )
    updateMovingStatistics(stage, mean, variance, context)
    return y
  },
  Dropout: ({ rate, site }, x, { random }) => {
    const keep = greaterEqual(random.uniform(site, x.shape), scalar(x.graph, rate))
    const mask = multiply(cast(keep, 'float32'), scalar(x.graph, 1 / (1 - rate)))
    return multiply(x, cast(mask, x.dtype))
  },
  FusedReLU: fusedRelu,
  PatchBlock: patchBlock,
  FoldedConvolution: ({ name }) => {
    throw internalError(`${name} is folded: that is for inference`)
  },
}

/**
 * Adds the forward pass of training: batch statistics, dropout.
 * @param x `[batch, height, width, channels]`, float32, in [0, 1]
 * @returns logits `[batch, classes]`, float32
 */
export function trainingForward(
  stages: readonly Stage[],
  x: SymbolicTensor,
  context: TrainingContext,
): SymbolicTensor {
  const logits = stages.reduce((input, stage) => build(stage, input, context), x)
  return cast(logits, 'float32')
}

function build<Kind extends Stage['kind']>(
  stage: StageOf<Kind> & { kind: Kind },
  x: SymbolicTensor,
  context: TrainingContext,
): SymbolicTensor {
  return BUILDERS[stage.kind](
    stage,
    stage.kind === 'PatchBlock' ? x : cast(x, context.compute),
    context,
  )
}

/** `x` times a number that is 1 more often than not. */
function scaled(x: SymbolicTensor, scale: number): SymbolicTensor {
  return scale === 1 ? x : multiply(x, scalar(x.graph, scale))
}
