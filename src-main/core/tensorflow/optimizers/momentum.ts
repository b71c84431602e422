import type { Operation } from '../graph/graph'
import { scalar } from '../ops/constants'
import type { Slots, Update } from './update'

/** Gradient descent with momentum as Keras has it: a = momentum a - rate g; weight += a. */
export function applyMomentum(
  { weight, gradient, learningRate, after }: Update,
  slots: Slots,
  momentum: number,
): Operation {
  const { graph } = gradient
  return graph.add(
    'ResourceApplyKerasMomentum',
    [
      weight.handle,
      ...slots.map(({ handle }) => handle),
      learningRate,
      gradient,
      scalar(graph, momentum),
    ],
    { T: weight.dtype, use_locking: false, use_nesterov: false },
    [],
    { control: after },
  )
}
