import type { Stage } from '../compile/stages'

/**
 * Takes the gradient of a relu before a max-pool behind the pool: a window's maximum is positive exactly
 * where relu lets it pass, so one comparison a window does for all of its elements.
 */
export function reluAfterPool(stages: readonly Stage[]): readonly Stage[] {
  return stages.flatMap((stage, position): readonly Stage[] => {
    const next = stages[position + 1]
    if (stage.kind === 'ReLU' && next?.kind === 'MaxPooling2D') {
      const { poolSize } = next
      return [{ kind: 'FusedReLU', name: stage.name, poolSize, dropout: null }]
    }
    return stage.kind === 'MaxPooling2D' && stages[position - 1]?.kind === 'ReLU' ? [] : [stage]
  })
}
