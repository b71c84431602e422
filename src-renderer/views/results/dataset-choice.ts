import type { DatasetEntry } from '../../../src-preload/contract/bridge/dataset-requests'
import type { DataChoice } from '../../experiment/draft'

/** What tells data sets apart in a list of them. */
export function datasetKey({ source, split }: Pick<DatasetEntry, 'source' | 'split'>): string {
  return JSON.stringify([source, split])
}

/** Those that are there, by their titles. */
export function datasetOptions(
  datasets: readonly DatasetEntry[],
  title: (title: string, split: string | null) => string,
): readonly { readonly value: string; readonly label: string }[] {
  return datasets
    .filter(({ isThere, testCount }) => isThere && testCount !== 0)
    .map((entry) => ({ value: datasetKey(entry), label: title(entry.title, entry.split) }))
}

/** As a request takes it, with the corrections there are; null where nothing of that key is there. */
export function chosenData(datasets: readonly DatasetEntry[], key: string): DataChoice | null {
  const entry = datasets.find((one) => datasetKey(one) === key)
  return entry === undefined
    ? null
    : { dataset: entry.source, split: entry.split, corrections: 'current' }
}
