import { mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Correction } from '../../../src-preload/contract/dataset'
import { addCorrections } from './corrections/add-corrections'
import { correctionsPath } from './corrections/corrections-log'
import { isDatasetName } from './dataset-folder'
import { datasetFingerprint } from './fingerprint'
import { writeEmnistFolder } from './make-idx.test-helper'
import { howToBringBack, openDataset } from './open-dataset'

let home = ''
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'glyphlab-datasets-'))
})
afterEach(() => rm(home, { recursive: true }))

const made = { classes: 3, trainPerClass: 4, testPerClass: 2, seed: 1, gzip: false }
const makeMine = () => writeEmnistFolder(join(home, 'datasets', 'mine'), made)

test('a folder is opened by its path', async () => {
  const folder = join(home, 'elsewhere')
  await writeEmnistFolder(folder, made)
  const { dataset, source, fingerprint } = await openDataset(folder, { home })
  expect(dataset).toMatchObject({ name: 'elsewhere', trainCount: 12 })
  expect(source).toBe(folder)
  expect(fingerprint).toBe(datasetFingerprint(dataset))
})

test('a data set of the data home is opened by its name', async () => {
  await makeMine()
  const { dataset, source } = await openDataset('mine', { home })
  expect(dataset).toMatchObject({ name: 'mine', trainCount: 12 })
  expect(source).toBe('mine')
})

test('a name is not taken for a folder that happens to lie in the working directory', async () => {
  await writeEmnistFolder(join(home, 'datasets', 'src-main'), made)
  expect((await openDataset('src-main', { home })).dataset).toMatchObject({ trainCount: 12 })
})

test('of several splits the one that is asked for is opened', async () => {
  await makeMine()
  const folder = join(home, 'datasets', 'mine')
  await writeEmnistFolder(folder, { ...made, split: 'letters', classes: 2 })
  const { dataset } = await openDataset('mine', { home, split: 'letters' })
  expect(dataset).toMatchObject({ trainCount: 8 })
  await expect(openDataset('mine', { home })).rejects.toThrow('several EMNIST splits')
})

test('an unknown name is told, with those that are known', async () => {
  await makeMine()
  await mkdir(join(home, 'datasets', 'empty'))
  for (const name of ['yours', 'x..', 'strokes.5.tmp', '']) {
    await expect(openDataset(name, { home })).rejects.toMatchObject({
      code: 'dataset-missing',
      message: expect.stringContaining('there are strokes, mine'),
    })
  }
})

test('of a name that can be fetched the command is told', async () => {
  await expect(openDataset('emnist-letters', { home })).rejects.toMatchObject({
    code: 'dataset-missing',
    hint: '`glyphlab data get emnist-letters` fetches it.',
  })
})

test.each([
  ['emnist-balanced', '`glyphlab data get emnist-balanced` fetches it again; or say by --dataset'],
  ['mine', '`glyphlab data import PATH --name mine` brings it back; or say by --dataset'],
  ['/somewhere/else', 'Bring it back, or say by --dataset where it is now.'],
])('how to bring %s back is told', (source, hint) => {
  expect(howToBringBack(source)).toContain(hint)
})

test('a name says nothing of folders', () => {
  for (const name of ['strokes', 'emnist47', 'Łódź-2', 'Łódź'.normalize('NFD'), 'हिन्दी', 'a.b'])
    expect(isDatasetName(name)).toBe(true)
  for (const name of [
    '',
    '.',
    '..',
    '.a',
    'a.',
    'a/b',
    'a\\b',
    'a b',
    'x.tmp',
    'NUL',
    'con.2',
    'a'.repeat(65),
  ])
    expect(isDatasetName(name)).toBe(false)
})

describe('a data set that is removed', () => {
  test('stays usable where it is open', async () => {
    await makeMine()
    const { dataset, fingerprint } = await openDataset('mine', { home })
    await rm(join(home, 'datasets', 'mine'), { recursive: true })
    expect(datasetFingerprint(dataset)).toBe(fingerprint)
  })

  test.each(['mapping.txt', 'train-labels-idx1-ubyte', 'test-images-idx3-ubyte'])(
    'in mid-read, from %s on, is told in one line',
    async (name) => {
      await makeMine()
      const folder = join(home, 'datasets', 'mine')
      const path = join(folder, `emnist-balanced-${name}`)
      await rm(path)
      // Listed, and gone when it is opened.
      await symlink(join(home, 'nowhere'), path)
      await expect(openDataset('mine', { home })).rejects.toMatchObject({
        code: 'dataset-missing',
        message: `files of ${folder} were removed while it was read`,
      })
    },
  )
})

describe('corrections', () => {
  const time = '2026-01-01T00:00:00.000Z'
  const exclude = (index: number): Correction => ({
    ...{ kind: 'exclude', part: 'train', index, reason: '', time },
  })
  const correct = async (...corrections: readonly Correction[]) => {
    const own = await openDataset('mine', { home, corrections: 'none' })
    await addCorrections(home, own, corrections)
    return own
  }

  test('are applied unless told otherwise', async () => {
    await makeMine()
    const own = await correct(exclude(0), exclude(5))
    expect(own).toMatchObject({ corrections: null, isCurrent: true, originals: null })
    const opened = await openDataset('mine', { home })
    expect(opened.dataset.trainCount).toBe(10)
    expect(opened.corrections).toMatchObject({ excluded: 2, relabelled: 0 })
    expect(opened.originals?.positions[4]).toBe(6)
    expect(opened.fingerprint).toBe(datasetFingerprint(opened.dataset))
    const without = await openDataset('mine', { home, corrections: 'none' })
    expect(without).toMatchObject({ fingerprint: own.fingerprint, isCurrent: false })
  })

  test('of an earlier time are found again', async () => {
    await makeMine()
    await correct(exclude(0))
    const { corrections, fingerprint } = await openDataset('mine', { home })
    await correct(exclude(1))
    const again = await openDataset('mine', { home, corrections: corrections ?? 'none' })
    expect(again).toMatchObject({ fingerprint, corrections, isCurrent: false })
    expect((await openDataset('mine', { home })).fingerprint).not.toBe(fingerprint)
  })

  test('hold wherever the data set lies and whatever it is called', async () => {
    await makeMine()
    await correct(exclude(0))
    await rm(join(home, 'datasets', 'mine'), { recursive: true })
    await writeEmnistFolder(join(home, 'moved'), { ...made, gzip: true })
    expect((await openDataset(join(home, 'moved'), { home })).dataset.trainCount).toBe(11)
  })

  test('that are not to be found are told', async () => {
    await makeMine()
    const { fingerprint } = await correct()
    const path = correctionsPath(home, fingerprint)
    const asked = { fingerprint: 'ab'.repeat(32), excluded: 2, relabelled: 0 }
    const wanted = 'the 2 corrections to be used (abababababab)'
    await expect(openDataset('mine', { home, corrections: asked })).rejects.toMatchObject({
      code: 'corrections-missing',
      message: `${wanted} are not there: mine is not as it was, or ${path} is gone`,
    })
    await correct(exclude(0))
    await expect(openDataset('mine', { home, corrections: asked })).rejects.toMatchObject({
      code: 'corrections-missing',
      message: `${path} does not hold ${wanted} of mine`,
    })
  })

  test('that cannot be read are no obstacle to going without them', async () => {
    await makeMine()
    const { fingerprint } = await correct()
    const log = correctionsPath(home, fingerprint)
    await mkdir(dirname(log), { recursive: true })
    await writeFile(log, 'a letter to a friend\n')
    await expect(openDataset('mine', { home })).rejects.toMatchObject({
      code: 'corrections-invalid',
      message: `${log}, line 1: is no log of corrections`,
    })
    const without = await openDataset('mine', { home, corrections: 'none' })
    expect(without).toMatchObject({ fingerprint, isCurrent: false })
  })
})

describe('strokes', () => {
  test('are made when first asked for, and then read', async () => {
    let told = 0
    // A window asks several things at once.
    const [first, second] = await Promise.all([
      openDataset('strokes', { home, onProgress: () => told++ }),
      openDataset('strokes', { home, split: 'strokes', onProgress: () => told++ }),
    ])
    expect(second.fingerprint).toBe(first.fingerprint)
    expect(first.dataset).toMatchObject({
      name: 'strokes',
      trainCount: 320 * 47,
      testCount: 100 * 47,
    })
    expect(told).toBe(420)
    const again = await openDataset('strokes', { home, onProgress: () => told++ })
    expect(told).toBe(420)
    expect(again.fingerprint).toBe(first.fingerprint)
    expect(await readdir(join(home, 'datasets'))).toEqual(['strokes'])
  }, 60_000)

  test('leave nothing behind when interrupted', async () => {
    const controller = new AbortController()
    const opened = openDataset('strokes', {
      home,
      onProgress: () => controller.abort(),
      signal: controller.signal,
    })
    await expect(opened).rejects.toMatchObject({ name: 'AbortError' })
    expect(await readdir(home, { recursive: true })).toEqual(['datasets'])
  })
})
