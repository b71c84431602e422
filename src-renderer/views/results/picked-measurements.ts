import type { ListedMeasurement } from '../../../src-preload/contract/measurement'
import type { Strings } from '../../strings/strings'
import { measuredTitle } from './measured-title'

/** The latest measurement of each run, and every set of predictions made elsewhere; in the order of the list. */
export function latestOfEach(listed: readonly ListedMeasurement[]): readonly ListedMeasurement[] {
  const seen = new Set<string>()
  return listed.filter(({ ref }) => {
    if (ref.run === null) return true
    const isNew = !seen.has(ref.run)
    seen.add(ref.run)
    return isNew
  })
}

/** Those that have every word of the text somewhere: in what they are called, on what they were measured, in their run. */
export function foundBy(
  strings: Strings,
  listed: readonly ListedMeasurement[],
  text: string,
): readonly ListedMeasurement[] {
  const words = folded(text)
    .split(/\s+/u)
    .filter((word) => word !== '')
  if (words.length === 0) return listed
  return listed.filter((one) => {
    const { ref, dataset, part } = one
    const all = folded(
      [
        measuredTitle(strings, one),
        ref.run ?? '',
        ref.file,
        dataset.name,
        dataset.split,
        part,
      ].join(' '),
    )
    return words.every((word) => all.includes(word))
  })
}

function folded(text: string): string {
  return text.normalize('NFKC').toLowerCase()
}
