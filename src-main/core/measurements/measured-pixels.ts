import type { EvaluationFile } from '../../../src-preload/contract/evaluation'
import { PIXELS_PER_IMAGE } from '../datasets/dataset'
import { folderOfSource } from '../datasets/dataset-folder'
import type { KeptDataset } from '../datasets/kept-dataset'
import type { OpenDataset } from '../datasets/open-dataset'
import { GlyphlabError } from '../errors'
import { isFolder } from '../files/is-folder'
import type { KeptAnswers } from './answers-file'

export interface MeasuredDatasetOptions {
  readonly home: string
  readonly datasets: KeptDataset
  readonly signal?: AbortSignal | undefined
}

const HINT = 'Bring it back as it was to see its images; the figures stay as they are.'

/**
 * The data set as it was measured: with the corrections of then.
 * @throws GlyphlabError `dataset-missing`, `dataset-changed`, or as `openDataset`
 */
export async function openMeasuredDataset(
  { dataset }: Pick<EvaluationFile, 'dataset'>,
  { source }: Pick<KeptAnswers, 'source'>,
  { home, datasets, signal }: MeasuredDatasetOptions,
): Promise<OpenDataset> {
  // One that is gone is not made anew for somebody who only looks.
  if (!(await isFolder(await folderOfSource(source, home))))
    throw new GlyphlabError('dataset-missing', `the data set ${dataset.name} is not there`, HINT)
  const { split, corrections } = dataset
  const wanted = { home, source, split, corrections: corrections ?? 'none' } as const
  const opened = await datasets.open(wanted, signal)
  if (opened.fingerprint === dataset.fingerprint) return opened
  throw new GlyphlabError(
    'dataset-changed',
    `the data set ${dataset.name} is not as it was when this was measured`,
    HINT,
  )
}

/** The image at a place in the files of a part, `[28, 28]`, of a data set as it was measured. */
export function pixelsAt(
  { dataset, originals }: OpenDataset,
  part: EvaluationFile['part'],
  place: number,
): Uint8Array | null {
  const trainCount = originals?.trainCount ?? dataset.trainCount
  const original = part === 'test' ? trainCount + place : place
  const position = originals ? positionOf(originals.positions, original) : original
  const start = position * PIXELS_PER_IMAGE
  const isThere = position >= 0 && start + PIXELS_PER_IMAGE <= dataset.images.length
  return isThere ? dataset.images.subarray(start, start + PIXELS_PER_IMAGE) : null
}

/** Where a value is among rising ones; -1 where it is not. */
function positionOf(rising: Int32Array, wanted: number): number {
  let [low, high] = [0, rising.length - 1]
  while (low <= high) {
    const middle = (low + high) >> 1
    const value = rising[middle] ?? 0
    if (value === wanted) return middle
    if (value < wanted) low = middle + 1
    else high = middle - 1
  }
  return -1
}
