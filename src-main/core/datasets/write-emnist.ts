import { join } from 'node:path'
import { writeFileAtomically } from '../files/atomic-write'
import { PIXELS_PER_IMAGE, type Dataset } from './dataset'
import { mappingText } from './emnist-mapping'
import { idxHeader } from './idx-bytes'
import { setUpright } from './upright'

/** Turned for writing at once, so that a large set is not held twice. */
const TURNED_IMAGES = 4096

/**
 * Writes a data set into a folder with EMNIST's file names and in EMNIST's format, uncompressed: what
 * `readEmnist` reads back. The mapping names every character of a class.
 *
 * @throws GlyphlabError `disk-full` or `output-failed`
 */
export async function writeEmnist(folder: string, dataset: Omit<Dataset, 'name'>): Promise<void> {
  const { split, classes, trainCount, labels, height, width } = dataset
  const path = (name: string): string => join(folder, `emnist-${split}-${name}`)
  await writeFileAtomically(path('mapping.txt'), mappingText(classes))
  const labelOfClass = Uint8Array.from(classes, ({ label }) => label)
  const parts = [
    { name: 'train', start: 0, end: trainCount },
    { name: 'test', start: trainCount, end: labels.length },
  ] as const
  for (const { name, start, end } of parts) {
    const count = end - start
    const stored = Uint8Array.from(labels.subarray(start, end), (index) => labelOfClass[index] ?? 0)
    await writeFileAtomically(path(`${name}-labels-idx1-ubyte`), [
      idxHeader('labels', [count]),
      stored,
    ])
    await writeFileAtomically(
      path(`${name}-images-idx3-ubyte`),
      storedImages(dataset, start, end, idxHeader('images', [count, height, width])),
    )
  }
}

function* storedImages(
  { images }: Pick<Dataset, 'images'>,
  start: number,
  end: number,
  header: Uint8Array,
): Generator<Uint8Array> {
  yield header
  for (let first = start; first < end; first += TURNED_IMAGES) {
    const last = Math.min(end, first + TURNED_IMAGES)
    const turned = images.slice(first * PIXELS_PER_IMAGE, last * PIXELS_PER_IMAGE)
    // Transposing is its own inverse: here from upright to as stored.
    setUpright(turned, 0, last - first)
    yield turned
  }
}
