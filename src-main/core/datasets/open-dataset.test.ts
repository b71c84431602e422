import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { datasetFingerprint } from './fingerprint'
import { writeEmnistFolder } from './make-idx.test-helper'
import { isDatasetName, openDataset } from './open-dataset'

let home = ''
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'glyphlab-datasets-'))
})
afterEach(() => rm(home, { recursive: true }))

const made = { classes: 3, trainPerClass: 4, testPerClass: 2, seed: 1, gzip: false }

test('a folder is opened by its path', async () => {
  const folder = join(home, 'elsewhere')
  await writeEmnistFolder(folder, made)
  expect(await openDataset(folder, { home })).toMatchObject({ name: 'elsewhere', trainCount: 12 })
})

test('a data set of the data home is opened by its name', async () => {
  await writeEmnistFolder(join(home, 'datasets', 'mine'), made)
  expect(await openDataset('mine', { home })).toMatchObject({ name: 'mine', trainCount: 12 })
})

test('a name is not taken for a folder that happens to lie in the working directory', async () => {
  await writeEmnistFolder(join(home, 'datasets', 'src-main'), made)
  expect(await openDataset('src-main', { home })).toMatchObject({ trainCount: 12 })
})

test('of several splits the one that is asked for is opened', async () => {
  const folder = join(home, 'datasets', 'mine')
  await writeEmnistFolder(folder, made)
  await writeEmnistFolder(folder, { ...made, split: 'letters', classes: 2 })
  expect(await openDataset('mine', { home, split: 'letters' })).toMatchObject({ trainCount: 8 })
  await expect(openDataset('mine', { home })).rejects.toThrow('several EMNIST splits')
})

test('an unknown name is told, with those that are known', async () => {
  await writeEmnistFolder(join(home, 'datasets', 'mine'), made)
  await mkdir(join(home, 'datasets', 'empty'))
  for (const name of ['yours', 'x..', 'strokes.5.tmp', '']) {
    await expect(openDataset(name, { home })).rejects.toMatchObject({
      code: 'dataset-missing',
      message: expect.stringContaining('there are strokes, mine'),
    })
  }
})

test('a name says nothing of folders', () => {
  for (const name of ['strokes', 'emnist47', 'Łódź-2', 'a.b'])
    expect(isDatasetName(name)).toBe(true)
  for (const name of ['', '.', '..', '.a', 'a.', 'a/b', 'a\\b', 'a b', 'x.tmp', 'a'.repeat(65)])
    expect(isDatasetName(name)).toBe(false)
})

describe('strokes', () => {
  test('are made when first asked for, and then read', async () => {
    let told = 0
    const first = await openDataset('strokes', { home, onProgress: () => told++ })
    expect(first).toMatchObject({ name: 'strokes', trainCount: 320 * 47, testCount: 100 * 47 })
    expect(told).toBe(420)
    const again = await openDataset('strokes', { home, onProgress: () => told++ })
    expect(told).toBe(420)
    expect(datasetFingerprint(again)).toBe(datasetFingerprint(first))
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
