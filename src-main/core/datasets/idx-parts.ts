import { GlyphlabError } from '../errors'
import { fillClassIndices } from './class-indices'
import { IMAGE_SIDE, PIXELS_PER_IMAGE, type CharacterClass, type Dataset } from './dataset'
import { readIdx } from './idx'
import type { SourceFile } from './import/source-file'
import { setUpright } from './upright'

/** Keeps the images below 2 GiB; more than three times ByClass, the largest of EMNIST. */
export const GREATEST_IMAGE_COUNT = Math.floor((2 ** 31 - 1) / PIXELS_PER_IMAGE)

/** Images and labels of one part, in idx files. */
export interface IdxPart {
  readonly images: SourceFile
  readonly labels: SourceFile
}

/** A data set in files of two parts, whatever their format. */
export interface PartedFiles<Part> {
  /** What a message calls both parts together. */
  readonly place: string
  readonly split: string
  readonly train: Part
  readonly test: Part
  /** Whether images lie as EMNIST's do: see {@link setUpright}. */
  readonly isTransposed: boolean
  /** The classes, given all labels there are. */
  readonly classesFor: (labels: readonly Uint8Array[]) => readonly CharacterClass[]
}

/**
 * Reads a data set from four idx files; the test part may be empty. Little more memory than the images themselves is ever held.
 *
 * @param onProgress told how many of the images' bytes are read
 * @throws GlyphlabError `dataset-invalid` in one line that names the file, what was found and what was
 *   expected; the signal's reason when aborted
 */
export async function readIdxParts(
  { place, split, train, test, isTransposed, classesFor }: PartedFiles<IdxPart>,
  signal?: AbortSignal,
  onProgress?: (bytesDone: number, bytesTotal: number) => void,
): Promise<Omit<Dataset, 'name'>> {
  const trainLabels = await readLabels(train.labels, signal)
  if (trainLabels.length === 0)
    throw new GlyphlabError('dataset-invalid', `${train.labels.location}: holds no labels`)
  const testLabels = await readLabels(test.labels, signal)
  const trainCount = trainLabels.length
  const count = trainCount + testLabels.length
  requireFewImages(count, place)

  const classes = classesFor([trainLabels, testLabels])
  const labels = new Int32Array(count)
  const fill = (target: Int32Array, found: Uint8Array, { location }: SourceFile): void =>
    fillClassIndices(
      target,
      found,
      classes,
      (position) =>
        `${location}: label ${found[position]} at position ${position} (the first is 0)`,
    )
  fill(labels.subarray(0, trainCount), trainLabels, train.labels)
  fill(labels.subarray(trainCount), testLabels, test.labels)

  const images = new Uint8Array(count * PIXELS_PER_IMAGE)
  let bytesDone = 0
  const read = (file: SourceFile, target: Uint8Array): Promise<void> =>
    readImages(file, target, isTransposed, signal, (bytes) => {
      bytesDone += bytes
      onProgress?.(bytesDone, images.length)
    })
  const readParts = await Promise.allSettled([
    read(train.images, images.subarray(0, trainCount * PIXELS_PER_IMAGE)),
    read(test.images, images.subarray(trainCount * PIXELS_PER_IMAGE)),
  ])
  // Both have ended before the first fault is told, so none goes on reading behind an error.
  for (const part of readParts) if (part.status === 'rejected') throw part.reason

  return {
    split,
    classes,
    height: IMAGE_SIDE,
    width: IMAGE_SIDE,
    images,
    labels,
    trainCount,
    testCount: testLabels.length,
  }
}

/** @throws GlyphlabError `dataset-invalid` for more images than memory is asked for */
export function requireFewImages(count: number, place: string): void {
  if (count > GREATEST_IMAGE_COUNT)
    throw new GlyphlabError(
      'dataset-invalid',
      `${place}: ${count} images, expected at most ${GREATEST_IMAGE_COUNT}`,
      'Use a part of the data set.',
    )
}

async function readLabels(file: SourceFile, signal?: AbortSignal): Promise<Uint8Array> {
  let labels = new Uint8Array(0)
  await readIdx(
    file,
    'labels',
    ([count = 0]) => {
      requireFewImages(count, file.location)
      labels = new Uint8Array(count)
      return { data: labels }
    },
    signal,
  )
  return labels
}

/** Reads one part's images into `target`, `[count, 28, 28]`, whose count the labels gave. */
async function readImages(
  file: SourceFile,
  target: Uint8Array,
  isTransposed: boolean,
  signal: AbortSignal | undefined,
  onRead: (bytes: number) => void,
): Promise<void> {
  const { location } = file
  const expectedCount = target.length / PIXELS_PER_IMAGE
  let uprightCount = 0
  let bytesRead = 0
  await readIdx(
    file,
    'images',
    ([count = 0, height = 0, width = 0]) => {
      if (height !== IMAGE_SIDE || width !== IMAGE_SIDE) {
        throw new GlyphlabError(
          'dataset-invalid',
          `${location}: images of ${height}x${width} pixels, expected ${IMAGE_SIDE}x${IMAGE_SIDE}`,
        )
      }
      if (count !== expectedCount) {
        throw new GlyphlabError(
          'dataset-invalid',
          `${location}: ${count} images, but its label file has ${expectedCount} labels`,
        )
      }
      return {
        data: target,
        onFilled: (byteCount) => {
          onRead(byteCount - bytesRead)
          bytesRead = byteCount
          if (!isTransposed) return
          const whole = Math.floor(byteCount / PIXELS_PER_IMAGE)
          setUpright(target, uprightCount, whole)
          uprightCount = whole
        },
      }
    },
    signal,
  )
}
