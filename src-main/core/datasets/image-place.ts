import type { DatasetPart, ImagePlace } from '../../../src-preload/contract/dataset'
import type { Dataset } from './dataset'

type Counts = Pick<Dataset, 'trainCount' | 'testCount'>

/** Where a part lies among all images of a data set: from `start` up to `end`, which is not of it. */
export interface PartRange {
  readonly start: number
  readonly end: number
}

export function partRange({ trainCount, testCount }: Counts, part: DatasetPart): PartRange {
  return part === 'train'
    ? { start: 0, end: trainCount }
    : { start: trainCount, end: trainCount + testCount }
}

/**
 * For each image of a data set with corrections, which one of the data set itself it is: `[trainCount +
 * testCount]`, of whose training part there are `trainCount`. Null where each is where it was.
 */
export interface OriginalPositions {
  readonly trainCount: number
  readonly positions: Int32Array
}

/** The place in the files of the image at a position among all, training part first. */
export function placeOf(
  position: number,
  { trainCount }: Pick<Dataset, 'trainCount'>,
  originals: OriginalPositions | null = null,
): ImagePlace {
  const original = originals?.positions[position] ?? position
  const boundary = originals?.trainCount ?? trainCount
  return original < boundary
    ? { part: 'train', index: original }
    : { part: 'test', index: original - boundary }
}
