import type { RunRecord } from '../../../src-preload/contract/run'
import { isDatasetName } from '../datasets/dataset-folder'

/** Where data set and first weights were on this machine concerns nobody else, and is nowhere else. */
export function withoutPaths(record: RunRecord): RunRecord {
  const { datasetSource, description, initialWeights } = record
  return {
    ...record,
    datasetSource: sourceElsewhere(datasetSource, description.dataset),
    initialWeights: initialWeights === null ? null : lastName(initialWeights),
  }
}

/**
 * How a data set is named on another machine: by its name in the data home, never by a folder.
 * @param name what the data set calls itself
 */
export function sourceElsewhere(source: string, name: string): string {
  const plain = name.replace(/[^\p{L}\p{N}_]+/gu, '_')
  return [source, name, plain].find(isDatasetName) ?? 'dataset'
}

/** Of a path of this system or another one. */
function lastName(path: string): string {
  return path.replace(/^.*[/\\:]/s, '') || 'weights'
}
