import { internalError } from '../../errors'
import { outputOf, type Operation, type SymbolicTensor } from '../graph/graph'
import { addAll } from '../ops/arithmetic'
import { scalar } from '../ops/constants'
import type { OpName } from '../graph/op-definitions'
import { GRADIENT_RULES } from './registry'

/**
 * Gradients that replace the registry's between a tensor and the tensors it is declared to come from, as
 * `tf.custom_gradient` does: fast paths use them. Keyed by the operation that makes the tensor.
 */
export class CustomGradients {
  readonly #byOperation = new Map<Operation, CustomGradient>()

  /** From now on the gradient of `y` goes straight to `inputs`; answers `y`. */
  define(
    y: SymbolicTensor,
    inputs: readonly SymbolicTensor[],
    gradients: (dy: SymbolicTensor) => readonly SymbolicTensor[],
  ): SymbolicTensor {
    this.#byOperation.set(y.operation, { inputs, gradients })
    return y
  }

  of(operation: Operation): CustomGradient | undefined {
    return this.#byOperation.get(operation)
  }
}

interface CustomGradient {
  readonly inputs: readonly SymbolicTensor[]
  readonly gradients: (dy: SymbolicTensor) => readonly SymbolicTensor[]
}

/**
 * Reverse-mode differentiation: adds the nodes that compute d loss / d x for each of `xs`.
 * @param loss a float32 scalar
 * @returns a tensor of each x's shape and dtype, in the order of `xs`
 * @throws GlyphlabError `internal` where the loss does not depend on an x, or through an op without gradient
 */
export function backpropagate(
  loss: SymbolicTensor,
  xs: readonly SymbolicTensor[],
  custom = new CustomGradients(),
): SymbolicTensor[] {
  const forward = [...loss.graph.operations]
  const wanted = dependents(forward, xs, custom)
  const gradients = new Map<SymbolicTensor, SymbolicTensor[]>([[loss, [scalar(loss.graph, 1)]]])
  const gradientOf = (x: SymbolicTensor) => {
    const terms = gradients.get(x)
    return terms && addAll(terms)
  }
  const contribute = (x: SymbolicTensor, gradient: SymbolicTensor) =>
    gradients.set(x, [...(gradients.get(x) ?? []), gradient])

  for (const operation of forward.toReversed()) {
    const replaced = custom.of(operation)
    const inputs = replaced?.inputs ?? operation.inputs
    if (operation.outputs.length === 0 || !inputs.some((input) => wanted.has(input))) continue
    if (operation.outputs.slice(1).some((output) => gradients.has(output)))
      throw internalError(`the loss depends on more than the first output of ${operation.name}`)
    const dy = gradientOf(outputOf(operation, 0))
    if (!dy) continue
    const thunks = replaced
      ? replaced.gradients(dy).map((gradient) => () => gradient)
      : registeredGradients(operation, dy)
    thunks.forEach((thunk, index) => {
      const input = inputs[index]
      if (thunk && input && wanted.has(input)) contribute(input, thunk())
    })
  }
  return xs.map((x) => {
    const gradient = gradientOf(x)
    if (!gradient) throw internalError(`the loss does not depend on ${x.reference}`)
    return gradient
  })
}

function registeredGradients<Name extends OpName>(operation: Operation<Name>, dy: SymbolicTensor) {
  return GRADIENT_RULES[operation.type](operation, dy)
}

/** The tensors that depend on any of `xs`, these included: the only ones whose gradients matter. */
function dependents(
  operations: readonly Operation[],
  xs: readonly SymbolicTensor[],
  custom: CustomGradients,
): ReadonlySet<SymbolicTensor> {
  const found = new Set(xs)
  for (const operation of operations) {
    const inputs = custom.of(operation)?.inputs ?? operation.inputs
    if (inputs.some((input) => found.has(input)))
      for (const output of operation.outputs) found.add(output)
  }
  return found
}
