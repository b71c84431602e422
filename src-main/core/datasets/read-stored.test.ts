import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { readStored } from './read-stored'
import { storeDataset } from './store-dataset'
import { makeStrokes } from './strokes/make-strokes'

let home = ''
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'glyphlab-read-stored-'))
})
afterEach(() => rm(home, { recursive: true }))

const made = (seed: number) => makeStrokes({ trainPerClass: 2, testPerClass: 1, seed })

async function store(dataset: Awaited<ReturnType<typeof made>>) {
  const origin = { kind: 'emnist', url: 'https://example.org/' } as const
  return storeDataset({ dataset, origin }, { home, name: 'mine', replace: true })
}

test('a data set that is not as it was stored is refused', async () => {
  const { folder, about } = await store(await made(1))
  expect((await readStored(folder, {})).fingerprint).toBe(about.fingerprint)
  const images = join(folder, 'emnist-strokes-train-images-idx3-ubyte')
  const bytes = await readFile(images)
  bytes.writeUInt8(255 - bytes.readUInt8(500), 500)
  await writeFile(images, bytes)
  await expect(readStored(folder, {})).rejects.toMatchObject({
    code: 'dataset-invalid',
    message: `${folder} does not hold what its dataset.json says`,
    hint: expect.stringContaining('`glyphlab data verify`'),
  })
  await rm(join(folder, 'dataset.json'))
  expect((await readStored(folder, {})).dataset.trainCount).toBe(94)
})

test('one that is replaced again and again while it is read is the old one or the new one', async () => {
  const [first, second] = [await made(1), await made(2)]
  const turned = { ...second, labels: second.labels.map((label) => (label + 1) % 47) }
  const { folder, about } = await store(first)
  const known = new Set([about.fingerprint])
  let isReplaced = false
  const replace = async (): Promise<void> => {
    for (let time = 1; time <= 20; time++)
      known.add((await store(time % 2 === 0 ? first : turned)).about.fingerprint)
    isReplaced = true
  }
  const found = new Set<string>()
  const read = async (): Promise<void> => {
    while (!isReplaced) found.add((await readStored(folder, {})).fingerprint)
  }
  await Promise.all([replace(), read(), read(), read()])
  expect(known.size).toBe(2)
  expect(found).toEqual(known)
})
