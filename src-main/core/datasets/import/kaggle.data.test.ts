import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { classCounts } from '../class-shares'
import { readEmnist } from '../emnist'
import { datasetFingerprint } from '../fingerprint'
import { idxBytes } from '../idx-bytes'
import { csvText } from './made-source.test-helper'
import { readSource } from './read-source'
import { realData } from '../real-data.test-helper'

const emnist47 = realData('emnist47')
const official = realData('official')

describe.skipIf(emnist47.isAbsent || official.isAbsent)('real data', () => {
  let folder = ''
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'glyphlab-kaggle-'))
  })
  afterAll(() => rm(folder, { recursive: true }))

  /** The first images of a part, as stored, and their labels. */
  async function firstOf(name: string, count: number) {
    const unpacked = async (what: string, header: number) =>
      gunzipSync(await readFile(`${name}-${what}-ubyte.gz`)).subarray(header)
    return {
      images: (await unpacked('images-idx3', 16)).subarray(0, 784 * count),
      labels: (await unpacked('labels-idx1', 8)).subarray(0, count),
    }
  }

  test('of emnist47 is the same as idx and as CSV files', async () => {
    const from = join(emnist47.folder, 'emnist-balanced')
    const idx = join(folder, 'emnist-balanced')
    await copyFile(`${from}-mapping.txt`, `${idx}-mapping.txt`)
    for (const part of ['train', 'test']) {
      const { images, labels } = await firstOf(`${from}-${part}`, 3000)
      await writeFile(`${idx}-${part}.csv`, csvText(labels, images, '\r\n'))
      await writeFile(`${idx}-${part}-labels-idx1-ubyte`, idxBytes('labels', [3000], labels))
      const shape = [3000, 28, 28]
      await writeFile(`${idx}-${part}-images-idx3-ubyte`, idxBytes('images', shape, images))
    }
    const { dataset, origin } = await readSource(`${idx}-train.csv`)
    expect(origin).toMatchObject({ format: 'csv' })
    expect(datasetFingerprint(dataset)).toBe(datasetFingerprint(await readEmnist(folder)))
  })

  test('of EMNIST MNIST stands upright under the names of MNIST as well', async () => {
    // The test part alone is there: it takes both places.
    const { images, labels } = await firstOf(join(official.folder, 'emnist-mnist-test'), 10_000)
    const made = join(folder, 'made')
    await mkdir(made)
    await copyFile(
      join(official.folder, 'emnist-mnist-mapping.txt'),
      join(made, 'emnist-mnist-mapping.txt'),
    )
    for (const part of ['train', 'test']) {
      const path = (name: string) => join(made, `emnist-mnist-${part}-${name}-ubyte`)
      await writeFile(path('images-idx3'), idxBytes('images', [10_000, 28, 28], images))
      await writeFile(path('labels-idx1'), idxBytes('labels', [10_000], labels))
    }
    const { dataset, notes } = await readSource(made)
    expect(notes).toEqual(['10,000 of 10,000 test images are in the training part as well'])
    expect([...classCounts(dataset.labels.subarray(10_000), 10)]).toEqual(
      new Array<number>(10).fill(1000),
    )
    // A one is higher than it is wide; lying down it would be the other way about.
    const { across, down } = extent(dataset.images, dataset.labels, 1)
    expect(down).toBeGreaterThan(1.5 * across)
  })
})

/** How far the ink of a class reaches on average, in columns and rows. */
function extent(images: Uint8Array, labels: Int32Array, wanted: number) {
  let [across, down, count] = [0, 0, 0]
  labels.forEach((label, image) => {
    if (label !== wanted) return
    const inked = Array.from({ length: 784 }, (_, at) => at).filter(
      (at) => (images[784 * image + at] ?? 0) > 127,
    )
    across += new Set(inked.map((at) => at % 28)).size
    down += new Set(inked.map((at) => Math.floor(at / 28))).size
    count += 1
  })
  return { across: across / count, down: down / count }
}
