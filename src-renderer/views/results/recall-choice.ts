import type { RecallByEpoch } from '../../../src-preload/contract/measurement'
import { MOST_SERIES } from '../../charts/series'

const SHOWN_AT_FIRST = 3

/** Recall of a class after the last epoch in which it was measured; null where it never was. */
export function lastRecall(
  { epochs }: Pick<RecallByEpoch, 'epochs'>,
  index: number,
): number | null {
  for (let at = epochs.length - 1; at >= 0; at -= 1) {
    const value = epochs[at]?.recall[index]
    if (value !== null && value !== undefined) return value
  }
  return null
}

/** Classes that were recognised least in the end, the least first. */
export function hardestByRecall(recall: RecallByEpoch): readonly number[] {
  return recall.classes
    .map((_, index) => ({ index, last: lastRecall(recall, index) }))
    .filter(({ last }) => last !== null)
    .sort((a, b) => (a.last ?? 0) - (b.last ?? 0) || a.index - b.index)
    .slice(0, SHOWN_AT_FIRST)
    .map(({ index }) => index)
}

/** Another class in, or one out: the one that was chosen first gives way where there is no room. */
export function withToggled(chosen: readonly number[], index: number): readonly number[] {
  if (chosen.includes(index)) return chosen.filter((one) => one !== index)
  return [...chosen, index].slice(-MOST_SERIES)
}
