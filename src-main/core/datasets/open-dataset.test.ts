import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { bundleModule } from '../../../test/bundle-module'
import { readAbout } from './dataset-folder'
import { temporaryName } from '../files/temporary-name'
import { datasetFingerprint } from './fingerprint'
import { writeEmnistFolder } from './make-idx.test-helper'
import { makeStrokesFolder } from './make-strokes-folder'
import { isDatasetName, openDataset } from './open-dataset'

let home = ''
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'glyphlab-datasets-'))
})
afterEach(() => rm(home, { recursive: true }))

const small = { trainPerClass: 2, testPerClass: 1, seed: 1 }
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
  test('written and read again are as they were made', async () => {
    const folder = join(home, 'strokes')
    const about = await makeStrokesFolder(folder, small)
    const dataset = await openDataset(folder)
    expect(dataset).toMatchObject({ name: 'strokes', split: 'strokes', trainCount: 94 })
    expect(datasetFingerprint(dataset)).toBe(about.fingerprint)
    expect(await readAbout(folder)).toEqual(about)
    expect(about).toMatchObject({ source: 'strokes', ...small, testCount: 47 })
  })

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
    expect(await readdir(home, { recursive: true })).toEqual([])
  })

  test('that are there stay, unless they are to be replaced', async () => {
    const folder = join(home, 'strokes')
    const first = await makeStrokesFolder(folder, small)
    await expect(makeStrokesFolder(folder, small)).rejects.toMatchObject({ code: 'dataset-exists' })
    expect(await readAbout(folder)).toEqual(first)
    const second = await makeStrokesFolder(folder, { ...small, seed: 2 }, { replace: true })
    expect(second.fingerprint).not.toBe(first.fingerprint)
    expect(await readAbout(folder)).toEqual(second)
    expect(await readdir(home)).toEqual(['strokes'])
  })

  test('never take the place of other files', async () => {
    await writeFile(join(home, 'thesis.txt'), 'years of work')
    await expect(makeStrokesFolder(home, small, { replace: true })).rejects.toMatchObject({
      code: 'dataset-exists',
    })
    await expect(
      makeStrokesFolder(join(home, 'thesis.txt'), small, { replace: true }),
    ).rejects.toMatchObject({ code: 'dataset-exists' })
    expect(await readFile(join(home, 'thesis.txt'), 'utf8')).toBe('years of work')
  })

  test('clear away what a killed process left', async () => {
    const gone = 2 ** 22 + 1 // Above the kernel's limit: nobody's.
    const left = (processId: number) =>
      basename(temporaryName('strokes')).replace(`.${process.pid}.`, `.${processId}.`)
    const elsewhere = `strokes.another-machine.${gone}.tmp`
    for (const name of [left(gone), left(process.ppid), elsewhere]) await mkdir(join(home, name))
    await makeStrokesFolder(join(home, 'strokes'), small)
    // What another machine is making on the same disk is not known to be abandoned.
    expect(new Set(await readdir(home))).toEqual(
      new Set(['strokes', left(process.ppid), elsewhere]),
    )
  })

  test('made by three processes at once are one data set', async () => {
    const entry = await bundleModule('src-main/core/datasets/fixtures/make-small-strokes.ts', home)
    const folder = join(home, 'datasets', 'strokes')
    const run = () => promisify(execFile)(process.execPath, [entry, folder])
    const outputs = await Promise.all([run(), run(), run()])
    expect(new Set(outputs.map(({ stdout }) => stdout)).size).toBe(1)
    expect(await readdir(join(home, 'datasets'))).toEqual(['strokes'])
    expect(datasetFingerprint(await openDataset(folder))).toBe(outputs[0]?.stdout)
  }, 60_000)
})
