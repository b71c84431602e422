import { internalError } from '../../errors'
import type { Operation, SymbolicTensor } from '../graph/graph'
import type { OpName } from '../graph/op-definitions'

/**
 * How a loss's gradient passes an operation backwards. For each input it answers a thunk that adds the
 * nodes of that input's gradient, so that only wanted ones are built; an input without one (a shape, an
 * index) has no gradient.
 * @param dy gradient of the loss with respect to the operation's first output, the only one that a loss
 *   may depend on
 */
export type GradientRule<Name extends OpName = OpName> = (
  operation: Operation<Name>,
  dy: SymbolicTensor,
) => readonly ((() => SymbolicTensor) | undefined)[]

const withoutGradient = new WeakSet<GradientRule>()

/** The entry of an op through which no gradient passes; asking for one names the reason. */
export function notDifferentiable(reason: string): GradientRule {
  const rule: GradientRule = (operation) => {
    throw internalError(`no gradient passes ${operation.type} (${operation.name}): ${reason}`)
  }
  withoutGradient.add(rule)
  return rule
}

/** Whether a rule of the registry passes gradients on. */
export function isDifferentiable(rule: GradientRule): boolean {
  return !withoutGradient.has(rule)
}
