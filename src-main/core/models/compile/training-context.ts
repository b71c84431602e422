import type { FloatType } from '../../tensorflow/graph/data-types'
import type { Operation, SymbolicTensor } from '../../tensorflow/graph/graph'
import type { CustomGradients } from '../../tensorflow/gradients/backpropagate'
import { multiply, subtract } from '../../tensorflow/ops/arithmetic'
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
  readonly custom: CustomGradients
  /** Operations with a side effect that the step must run: whatever a stage adds here. */
  readonly sideEffects: Operation[]
  /** Replaces relu and its gradient by integer kernels where the compute type is bfloat16. */
  readonly integerReluGradient: boolean
}

/** moving = momentum * moving + (1 - momentum) * batch */
export function updateMovingStatistics(
  { name, momentum }: { readonly name: string; readonly momentum: number },
  mean: SymbolicTensor,
  variance: SymbolicTensor,
  context: TrainingContext,
): void {
  const statistics = [
    [`${name}/moving_mean`, mean],
    [`${name}/moving_variance`, variance],
  ] as const
  for (const [weight, batch] of statistics) {
    const rate = scalar(batch.graph, 1 - momentum)
    const delta = multiply(subtract(context.weight(weight), batch), rate)
    context.sideEffects.push(subtractFromVariable(context.variable(weight), delta))
  }
}
