import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { encode } from 'fast-png'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { datasetFingerprint } from './fingerprint'
import { writeEmnistFolder } from './make-idx.test-helper'
import { readDatasetFolder } from './read-folder'
import { verifyDataset } from './verify-dataset'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'glyphlab-read-'))
})
afterEach(() => rm(folder, { recursive: true }))

const made = { classes: 3, trainPerClass: 4, testPerClass: 2, seed: 1, gzip: false }

/** Image and label files as CSV rows, both as they are stored. */
async function csvOf(emnist: string, part: string): Promise<string> {
  const path = (content: string) => join(emnist, `emnist-balanced-${part}-${content}-ubyte`)
  const images = (await readFile(path('images-idx3'))).subarray(16)
  const labels = (await readFile(path('labels-idx1'))).subarray(8)
  const rows = Array.from(labels, (label, index) => [
    label,
    ...images.subarray(784 * index, 784 * (index + 1)),
  ])
  return rows.map((row) => `${row.join(',')}\n`).join('')
}

test("Kaggle's CSV files are the data set that the idx files are", async () => {
  const [emnist, csv] = [join(folder, 'emnist'), join(folder, 'csv')] as const
  await writeEmnistFolder(emnist, made)
  await mkdir(csv)
  for (const part of ['train', 'test'])
    await writeFile(join(csv, `emnist-balanced-${part}.csv`), await csvOf(emnist, part))
  const mapping = await readFile(join(emnist, 'emnist-balanced-mapping.txt'))
  await writeFile(join(csv, 'emnist-balanced-mapping.txt'), mapping)
  const read = await readDatasetFolder(csv, {})
  expect(read.name).toBe('csv')
  const expected = await readDatasetFolder(emnist, {})
  expect(datasetFingerprint(read)).toBe(datasetFingerprint(expected))
})

test("MNIST's files are read as they are, upright", async () => {
  await writeEmnistFolder(folder, made)
  const renamed = join(folder, 'mnist')
  await mkdir(renamed)
  for (const [from, to] of [
    ['train', 'train'],
    ['test', 't10k'],
  ])
    for (const content of ['images-idx3', 'labels-idx1']) {
      const bytes = await readFile(join(folder, `emnist-balanced-${from}-${content}-ubyte`))
      await writeFile(join(renamed, `${to}-${content}-ubyte`), bytes)
    }
  const read = await readDatasetFolder(renamed, {})
  expect(await verifyDataset(renamed)).toMatchObject({
    files: { length: 4 },
    fingerprint: datasetFingerprint(read),
    problem: null,
  })
  const { images, classes } = read
  const stored = await readFile(join(renamed, 'train-images-idx3-ubyte'))
  expect(Buffer.from(images.subarray(0, 784)).equals(stored.subarray(16, 800))).toBe(true)
  expect(classes.map(({ character }) => character).join('')).toBe('0123456789')
})

test('pictures are to be imported first, so that they are parted once', async () => {
  for (const name of ['a', 'b']) {
    await mkdir(join(folder, name))
    const picture = encode({ width: 4, height: 4, data: new Uint8Array(16), channels: 1 })
    await writeFile(join(folder, name, 'one.png'), picture)
  }
  await writeFile(join(folder, 'labels_train.csv'), 'one.png,a\n')
  await expect(readDatasetFolder(folder, {})).rejects.toMatchObject({
    code: 'dataset-missing',
    message: `${folder} holds pictures, a folder a class`,
  })
})
