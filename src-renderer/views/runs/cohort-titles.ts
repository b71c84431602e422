import type { RunEntry } from '../../../src-preload/contract/bridge/run-requests'
import type { Strings } from '../../strings/strings'
import { datasetTitle } from '../train/run-words'

/**
 * What the runs of each cohort were validated on: `EMNIST Balanced, 11,280 validation images`. Where several
 * would be called the same, each with what tells them apart.
 */
export function cohortTitles(
  strings: Strings,
  runs: readonly RunEntry[],
): ReadonlyMap<string, string> {
  const firsts = new Map<string, RunEntry>()
  for (const entry of runs) if (!firsts.has(entry.cohort)) firsts.set(entry.cohort, entry)
  const levels: readonly ((entry: RunEntry) => string)[] = [
    ({ description }) =>
      strings.runs.cohort(datasetTitle(description), description.validationImages),
    (entry) => [titleAt(0, entry), ...particulars(strings, entry)].join(', '),
    (entry) => `${titleAt(1, entry)}, ${strings.runs.fingerprint(entry.description.fingerprint)}`,
    // What is left may differ by its images alone.
    (entry) => `${titleAt(2, entry)} (${entry.cohort})`,
  ]
  function titleAt(level: number, entry: RunEntry): string {
    return levels[level]?.(entry) ?? ''
  }
  const entries = [...firsts.values()]
  const titles = new Map<string, string>()
  let open = entries
  for (const title of levels) {
    const counts = new Map<string, number>()
    for (const entry of entries) counts.set(title(entry), (counts.get(title(entry)) ?? 0) + 1)
    for (const entry of open)
      if (counts.get(title(entry)) === 1) titles.set(entry.cohort, title(entry))
    open = open.filter(({ cohort }) => !titles.has(cohort))
  }
  return titles
}

function particulars({ runs: words }: Strings, { description }: RunEntry): readonly string[] {
  const { configuration, corrections, weightedValidation } = description
  return [
    configuration.validation === 'official'
      ? words.officialValidation
      : words.splitSeed(configuration.splitSeed),
    ...(configuration.limit === null ? [] : [words.limited(configuration.limit)]),
    ...(corrections === null
      ? []
      : [words.corrected(corrections.excluded + corrections.relabelled)]),
    ...(weightedValidation ? [words.weighted] : []),
  ]
}
