import type { SeriesTone } from './marks'

const TONES = ['series-1', 'series-2', 'series-3', 'series-4', 'series-5', 'series-6'] as const
const DASHES = [[], [7, 4], [2, 3], [9, 3, 2, 3], [14, 4], [5, 2]] as const

/** As many as can be told apart by colour and dash. */
export const MOST_SERIES = TONES.length

/** @param slot which one of several that are compared */
export function toneOf(slot: number): SeriesTone {
  return TONES[slot % TONES.length] ?? 'series-1'
}

/** Lengths of strokes and gaps; none where the line is whole. */
export function dashOf(slot: number): readonly number[] {
  return DASHES[slot % DASHES.length] ?? []
}
