import type { FloatType } from '../../tensorflow/graph/data-types'
import type { Operation, SymbolicTensor } from '../../tensorflow/graph/graph'
import type { CustomGradients } from '../../tensorflow/gradients/backpropagate'
import { add, divide, minimum, multiply, subtract } from '../../tensorflow/ops/arithmetic'
import { scalar } from '../../tensorflow/ops/constants'
import type { RandomStreams } from '../../tensorflow/ops/random'
import { subtractFromVariable, type Variable } from '../../tensorflow/ops/variables'

/** What the stages of one training step share. */
export interface TrainingContext {
  /** Type of activations; weights stay float32 and are cast where they are used. */
  readonly compute: FloatType
  /** The value a weight has in this step, float32. */
  readonly weight: (name: string) => SymbolicTensor
  readonly variable: (name: string) => Variable
  readonly random: RandomStreams
  /** Steps made before this one, float32 scalar. */
  readonly stepsBefore: SymbolicTensor
  readonly custom: CustomGradients
  /** Operations with a side effect that the step must run: whatever a stage adds here. */
  readonly sideEffects: Operation[]
  /** Replaces relu and its gradient by integer kernels where the compute type is bfloat16. */
  readonly integerReluGradient: boolean
}

/**
 * moving = momentum * moving + (1 - momentum) * batch, by an {@link earlyDecay}: at a fixed 0.99, as in
 * Keras, the statistics keep a share of their initial 0 and 1 for hundreds of steps, and a short training
 * measures as chance however well it has learnt.
 */
export function updateMovingStatistics(
  { name, momentum }: { readonly name: string; readonly momentum: number },
  mean: SymbolicTensor,
  variance: SymbolicTensor,
  context: TrainingContext,
): void {
  const rate = subtract(scalar(mean.graph, 1), earlyDecay(momentum, context.stepsBefore))
  const statistics = [
    [`${name}/moving_mean`, mean],
    [`${name}/moving_variance`, variance],
  ] as const
  for (const [weight, batch] of statistics) {
    const delta = multiply(subtract(context.weight(weight), batch), rate)
    context.sideEffects.push(subtractFromVariable(context.variable(weight), delta))
  }
}

/**
 * The decay of a moving average in its step t: at most (1 + t) / (10 + t), so that it follows what changes
 * fast early on and soon forgets where it began (`num_updates` of `tf.train.ExponentialMovingAverage`).
 * @param step t, float32 scalar, counted from 0
 */
export function earlyDecay(decay: number, step: SymbolicTensor): SymbolicTensor {
  const { graph } = step
  const early = divide(add(step, scalar(graph, 1)), add(step, scalar(graph, 10)))
  return minimum(scalar(graph, decay), early)
}
