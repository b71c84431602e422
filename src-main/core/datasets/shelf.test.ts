import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { shelfEntrySchema } from '../../../src-preload/contract/shelf'
import type { DatasetOrigin } from './about'
import { correctDataset } from './corrections/correct-dataset'
import { writeEmnistFolder } from './make-idx.test-helper'
import { openOwnDataset } from './open-dataset'
import { shelfEntries } from './shelf'
import { storeDataset } from './store-dataset'
import { makeStrokes } from './strokes/make-strokes'

let home = ''
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'glyphlab-shelf-'))
})
afterEach(() => rm(home, { recursive: true }))

const shelf = async (folders: readonly string[] = []) =>
  (await shelfEntries(home, folders)).map((entry) => shelfEntrySchema.parse(entry))

async function store(name: string, origin: DatasetOrigin): Promise<void> {
  const dataset = await makeStrokes({ trainPerClass: 2, testPerClass: 1, seed: 1 })
  await storeDataset({ dataset, origin }, { home, name })
}
const fromNist: DatasetOrigin = { kind: 'emnist', url: 'https://example.org/emnist.zip' }
const theirs: DatasetOrigin = { kind: 'files', format: 'csv', path: '/theirs', files: [] }

test('a split that was fetched takes the place of the one that could be', async () => {
  expect((await shelf()).find(({ source }) => source === 'emnist-letters')).toMatchObject({
    ...{ isThere: false, isOfficial: false, bytes: null, classes: 26, trainCount: 124_800 },
    fetchable: { split: 'letters' },
  })
  await store('emnist-letters', fromNist)
  const entries = await shelf()
  expect(entries.map(({ source }) => source).filter((source) => source.includes('emnist'))).toEqual(
    ['balanced', 'byclass', 'bymerge', 'letters', 'digits', 'mnist'].map(
      (split) => `emnist-${split}`,
    ),
  )
  expect(entries.find(({ source }) => source === 'emnist-letters')).toMatchObject({
    ...{ section: 'published', title: 'EMNIST Letters', isThere: true, isOfficial: true },
    ...{ trainCount: 94, testCount: 47, fetchable: null, origin: 'EMNIST, official files' },
  })
})

test('what the user has called like a published one is the user’s own', async () => {
  await store('emnist-digits', theirs)
  const found = (await shelf()).filter(({ source }) => source === 'emnist-digits')
  expect(found).toMatchObject([
    { section: 'own', title: 'emnist-digits', isOfficial: false, origin: 'imported from /theirs' },
  ])
})

test('each split of a folder is a card, with its own files', async () => {
  const folder = join(home, 'elsewhere', 'strokes')
  const made = { classes: 3, trainPerClass: 2, testPerClass: 1, seed: 1 }
  await writeEmnistFolder(folder, { ...made, split: 'one' })
  await writeEmnistFolder(folder, { ...made, split: 'two' })
  const found = (await shelf([folder, join(home, 'gone')])).filter(
    ({ section }) => section === 'own',
  )
  const card = { source: folder, files: 5, classes: null, isThere: true }
  expect(found).toMatchObject([
    { ...card, split: 'one', title: 'strokes, split one' },
    { ...card, split: 'two', title: 'strokes, split two' },
  ])
})

test('corrections in force are told', async () => {
  await store('mine', theirs)
  const own = await openOwnDataset('mine', { home })
  const corrections = async () =>
    (await shelf()).find(({ source }) => source === 'mine')?.corrections
  expect(await corrections()).toBeNull()
  await correctDataset(home, own, [{ kind: 'exclude', part: 'train', index: 1, reason: '' }])
  expect(await corrections()).toMatchObject({ excluded: 1, relabelled: 0 })
  await correctDataset(home, own, [{ kind: 'restore', part: 'train', index: 1, reason: '' }])
  expect(await corrections()).toBeNull()
})
