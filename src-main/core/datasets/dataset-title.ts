import type { CorrectionsSummary } from '../../../src-preload/contract/dataset'

/**
 * What a text calls a data set: its name, the way it is cut where that says more, and how much a user has
 * corrected, since a figure of a corrected set is not one of the set itself.
 */
export function datasetTitle(
  name: string,
  split: string,
  corrections: CorrectionsSummary | null,
): string {
  return [
    name,
    ...(split === name ? [] : [`split ${split}`]),
    ...(corrections === null ? [] : [correctionsText(corrections)]),
  ].join(', ')
}

/** How many corrections there are: `12 corrections`. */
export function correctionsText({ excluded, relabelled }: CorrectionsSummary): string {
  const count = excluded + relabelled
  return `${count} correction${count === 1 ? '' : 's'}`
}
