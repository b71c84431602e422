import { join } from 'node:path'
import { writeFileAtomically } from '../files/atomic-write'
import { PIXELS_PER_IMAGE, type Dataset } from './dataset'
import { idxHeader } from './idx-bytes'
import { setUpright } from './upright'

/**
 * Writes a data set into a folder with EMNIST's file names and in EMNIST's format, uncompressed: what
 * `readEmnist` reads back. The mapping names every character of a class.
 *
 * @throws GlyphlabError `disk-full` or `output-failed`
 */
export async function writeEmnist(folder: string, dataset: Omit<Dataset, 'name'>): Promise<void> {
  const { split, classes, trainCount, labels, images } = dataset
  const path = (name: string): string => join(folder, `emnist-${split}-${name}`)
  const mapping = classes.map(({ label, characters }) =>
    [label, ...characters.map((character) => character.codePointAt(0))].join(' '),
  )
  await writeFileAtomically(path('mapping.txt'), `${mapping.join('\n')}\n`)
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
    // Transposing is its own inverse: here from upright to as stored.
    const transposed = images.slice(start * PIXELS_PER_IMAGE, end * PIXELS_PER_IMAGE)
    setUpright(transposed, 0, count)
    await writeFileAtomically(path(`${name}-images-idx3-ubyte`), [
      idxHeader('images', [count, dataset.height, dataset.width]),
      transposed,
    ])
  }
}
