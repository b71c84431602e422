import { renameSync } from 'node:fs'
import { appendFile, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { aboutPath } from './about'
import { writeEmnistFolder } from './make-idx.test-helper'
import { makeStrokesFolder } from './make-strokes-folder'
import { verifyDataset } from './verify-dataset'

let folder = ''
beforeEach(async () => {
  folder = join(await mkdtemp(join(tmpdir(), 'glyphlab-verify-')), 'mine')
})
afterEach(() => rm(join(folder, '..'), { recursive: true }))

const small = { trainPerClass: 2, testPerClass: 1, seed: 1 }
const TEST_IMAGES = 'emnist-strokes-test-images-idx3-ubyte'

test('a data set that nobody touched is as it was stored', async () => {
  const { about } = await makeStrokesFolder(folder, small)
  const read: string[] = []
  const verification = await verifyDataset(folder, { onProgress: (name) => read.push(name) })
  expect(verification).toMatchObject({
    name: 'mine',
    fingerprint: about.fingerprint,
    problem: null,
  })
  expect(new Set(verification.files.map(({ state }) => state))).toEqual(new Set(['as stored']))
  expect(read).toEqual([...about.files.map(({ name }) => name), 'images'])
})

test.each<[string, () => Promise<void>, RegExp]>([
  [
    'a file has other bytes',
    async () => writeFile(join(folder, TEST_IMAGES), Buffer.alloc(16 + 47 * 784)),
    /^emnist-strokes-test-images-idx3-ubyte not as stored$/,
  ],
  [
    'a file has become longer',
    async () => appendFile(join(folder, TEST_IMAGES), 'x'),
    /^emnist-strokes-test-images-idx3-ubyte not as stored$/,
  ],
  [
    'files are gone',
    async () => {
      await rm(join(folder, TEST_IMAGES))
      await writeFile(join(folder, 'emnist-strokes-mapping.txt'), '0 48\n1 49\n')
    },
    /^emnist-strokes-test-images-idx3-ubyte missing; emnist-strokes-mapping.txt not as stored$/,
  ],
])('it is told where %s', async (_, damage, problem) => {
  await makeStrokesFolder(folder, small)
  await damage()
  expect((await verifyDataset(folder)).problem).toMatch(problem)
})

test('files by the names of official ones are not taken for them', async () => {
  await writeEmnistFolder(folder, { classes: 3, trainPerClass: 4, testPerClass: 2, seed: 1 })
  const { files, problem } = await verifyDataset(folder)
  expect(problem).toBeNull()
  expect(files.map(({ state, isOfficial }) => [state, isOfficial])).toEqual([
    ['not known', null],
    ...Array.from({ length: 4 }, () => ['not known', false]),
  ])
})

test('what cannot be read is told', async () => {
  await makeStrokesFolder(folder, small)
  await rm(aboutPath(folder))
  await writeFile(join(folder, TEST_IMAGES), 'nonsense')
  const { fingerprint, problem } = await verifyDataset(folder)
  expect(fingerprint).toBeNull()
  expect(problem).toContain(`${TEST_IMAGES}: wrong magic number`)
})

test('what it says about itself must be understood', async () => {
  await makeStrokesFolder(folder, small)
  await writeFile(aboutPath(folder), '{"schema":2')
  const { problem } = await verifyDataset(folder)
  expect(problem).toBe('its dataset.json is damaged, or of another version of Glyphlab')
})

test('one that gives way to another meanwhile is not called damaged', async () => {
  await makeStrokesFolder(folder, small)
  await makeStrokesFolder(`${folder}.other`, { ...small, seed: 2 })
  const verifying = verifyDataset(folder, {
    onProgress: (name) => {
      if (name !== 'images') return
      renameSync(folder, `${folder}.old`)
      renameSync(`${folder}.other`, folder)
    },
  })
  await expect(verifying).rejects.toMatchObject({ code: 'dataset-missing' })
})

test('a folder that is not there is told', async () => {
  await expect(verifyDataset(folder)).rejects.toMatchObject({ code: 'dataset-missing' })
})
