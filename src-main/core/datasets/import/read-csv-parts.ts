import type { KnownFile } from '../about'
import { fillClassIndices } from '../class-indices'
import { IMAGE_SIDE, PIXELS_PER_IMAGE, type Dataset } from '../dataset'
import { requireFewImages, type PartedFiles } from '../idx-parts'
import { measureCsv, type CsvSize } from './measure-csv'
import { readPixelCsv, roomFor } from './read-csv'
import { invalidSource, type SourceFile } from './source-file'

/**
 * Reads a data set from two CSV files, twice over: first for the number of their lines, so that little more
 * memory than the images themselves is ever held.
 *
 * @param onProgress told how many bytes are read, of both rounds
 * @returns the data set, and what its files hold
 * @throws GlyphlabError `dataset-invalid`, naming file, line and what was found; the signal's reason when
 *   aborted
 */
export async function readCsvParts(
  { place, split, train, test, isTransposed, classesFor }: PartedFiles<SourceFile>,
  signal?: AbortSignal,
  onProgress?: (bytesDone: number, bytesTotal: number) => void,
): Promise<{ readonly dataset: Omit<Dataset, 'name'>; readonly files: readonly KnownFile[] }> {
  const bytesTotal = 2 * (train.bytes + test.bytes)
  let bytesDone = 0
  const onRead = (bytes: number): void => {
    bytesDone += bytes
    onProgress?.(bytesDone, bytesTotal)
  }
  const trainSize = await measureCsv(train, signal, onRead)
  const testSize = await measureCsv(test, signal, onRead)
  const trainCount = roomFor(trainSize)
  const count = trainCount + roomFor(testSize)
  requireFewImages(count, place)
  const images = new Uint8Array(count * PIXELS_PER_IMAGE)
  const stored = new Uint8Array(count)
  const read = async (file: SourceFile, size: CsvSize, start: number): Promise<Uint8Array> => {
    const end = start + roomFor(size)
    const labels = stored.subarray(start, end)
    const target = {
      labels,
      images: images.subarray(start * PIXELS_PER_IMAGE, end * PIXELS_PER_IMAGE),
    }
    await readPixelCsv(file, size, target, isTransposed, signal, onRead)
    if (labels.length === 0) throw invalidSource(file.location, 'holds no images')
    return labels
  }
  const trainLabels = await read(train, trainSize, 0)
  const testLabels = await read(test, testSize, trainCount)

  const classes = classesFor([trainLabels, testLabels])
  const labels = new Int32Array(count)
  const fill = (target: Int32Array, found: Uint8Array, file: SourceFile, size: CsvSize): void =>
    fillClassIndices(target, found, classes, (position) => {
      const line = position + (size.hasHeader ? 2 : 1)
      return `${file.location}, line ${line}: label ${found[position]}`
    })
  fill(labels.subarray(0, trainCount), trainLabels, train, trainSize)
  fill(labels.subarray(trainCount), testLabels, test, testSize)
  return {
    dataset: {
      split,
      classes,
      height: IMAGE_SIDE,
      width: IMAGE_SIDE,
      images,
      labels,
      trainCount,
      testCount: count - trainCount,
    },
    files: [trainSize.content, testSize.content],
  }
}
