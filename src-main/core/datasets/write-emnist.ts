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
  for (const { name, pieces } of emnistFiles(dataset))
    await writeFileAtomically(join(folder, name), pieces)
}

/** A file of a data set, as EMNIST calls it, uncompressed. */
export interface EmnistFile {
  readonly name: string
  readonly pieces: Iterable<Uint8Array>
}

/** The five files of a data set: see {@link writeEmnist}. */
export function emnistFiles(dataset: Omit<Dataset, 'name'>): readonly EmnistFile[] {
  const { split, classes, trainCount, labels, height, width } = dataset
  const labelOfClass = Uint8Array.from(classes, ({ label }) => label)
  const parts = [
    { name: 'train', start: 0, end: trainCount },
    { name: 'test', start: trainCount, end: labels.length },
  ] as const
  return [
    { name: `emnist-${split}-mapping.txt`, pieces: [Buffer.from(mappingText(classes))] },
    ...parts.flatMap(({ name, start, end }) => {
      const count = end - start
      const stored = Uint8Array.from(labels.subarray(start, end), (at) => labelOfClass[at] ?? 0)
      const header = idxHeader('images', [count, height, width])
      return [
        {
          name: `emnist-${split}-${name}-labels-idx1-ubyte`,
          pieces: [idxHeader('labels', [count]), stored],
        },
        {
          name: `emnist-${split}-${name}-images-idx3-ubyte`,
          pieces: storedImages(dataset, start, end, header),
        },
      ]
    }),
  ]
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
