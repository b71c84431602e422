import type { Stage } from '../compile/stages'

/**
 * Relu before a max-pool moves behind it: relu is monotonic, so values and gradients stay the same, and
 * it works on a quarter of the elements.
 */
export function reluAfterPool(stages: readonly Stage[]): readonly Stage[] {
  const moved = [...stages]
  for (const [position, stage] of moved.entries()) {
    const next = moved[position + 1]
    if (stage.kind === 'ReLU' && next?.kind === 'MaxPooling2D') {
      moved[position] = next
      moved[position + 1] = stage
    }
  }
  return moved
}
