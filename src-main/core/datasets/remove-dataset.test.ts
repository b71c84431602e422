import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { listDatasets } from './dataset-folder'
import { writeEmnistFolder } from './make-idx.test-helper'
import { makeStrokesFolder } from './make-strokes-folder'
import { removeDataset } from './remove-dataset'

let home = ''
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'glyphlab-remove-'))
  await makeStrokesFolder(join(home, 'datasets', 'strokes'), {
    trainPerClass: 2,
    testPerClass: 1,
    seed: 1,
  })
})
afterEach(() => rm(home, { recursive: true }))

test('a data set is removed, and what it took is told', async () => {
  const removed = await removeDataset(home, 'strokes')
  expect(removed.bytes).toBe(340 + 2 * (16 + 8) + 141 * 785)
  expect(await readdir(join(home, 'datasets'))).toEqual([])
})

test('one that was put there by hand is removed as well', async () => {
  const made = { classes: 3, trainPerClass: 4, testPerClass: 2, seed: 1 }
  await writeEmnistFolder(join(home, 'datasets', 'mine'), made)
  expect(await removeDataset(home, 'mine')).toMatchObject({ name: 'mine', bytes: null })
  expect(await readdir(join(home, 'datasets'))).toEqual(['strokes'])
})

test("one of MNIST's files is known as well", async () => {
  const folder = join(home, 'datasets', 'mnist')
  await mkdir(folder)
  await writeFile(join(folder, 'train-images-idx3-ubyte'), '')
  expect((await listDatasets(home)).map(({ splits }) => splits)).toEqual([['mnist'], ['strokes']])
  await removeDataset(home, 'mnist')
  expect(await readdir(join(home, 'datasets'))).toEqual(['strokes'])
})

test.each(['letters', '..', '../runs', '', 'strokes.next'])('%j names none', async (name) => {
  await expect(removeDataset(home, name)).rejects.toMatchObject({
    code: 'dataset-missing',
    message: `there is no data set ${name} in the data home; there are strokes`,
  })
  expect(await readdir(join(home, 'datasets'))).toEqual(['strokes'])
})

test('of many that remove it at once, one does', async () => {
  const removals = [1, 2, 3].map(() => removeDataset(home, 'strokes'))
  const outcomes = await Promise.allSettled(removals)
  const failures = outcomes.filter(({ status }) => status === 'rejected')
  expect(failures).toMatchObject([
    { reason: { message: 'there is no data set strokes in the data home' } },
    { reason: { message: 'there is no data set strokes in the data home' } },
  ])
})
