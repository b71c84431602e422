import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { addCorrections } from './corrections/add-corrections'
import { drawSamples } from './draw-samples'
import { KeptDataset } from './kept-dataset'
import { writeEmnistFolder } from './make-idx.test-helper'

const MADE = { classes: 3, trainPerClass: 8, testPerClass: 2, seed: 1, gzip: false }

let home: string
let kept: KeptDataset
const open = (changes: object = {}) =>
  kept.open({ home, source: 'mine', split: null, corrections: 'current', ...changes })
const write = (name: string, seed = 1) =>
  writeEmnistFolder(join(home, 'datasets', name), { ...MADE, seed })

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'glyphlab-kept-'))
  kept = new KeptDataset()
  await write('mine')
})
afterEach(() => rm(home, { recursive: true }))

test('a data set that stays as it is is read once, also for two who ask at once', async () => {
  const [first, second] = await Promise.all([open(), open()])
  expect(second).toBe(first)
  expect(await open()).toBe(first)
})

test('the last one alone is kept', async () => {
  const first = await open()
  await write('other')
  expect((await open({ source: 'other' })).dataset.name).toBe('other')
  const again = await open()
  expect(again).not.toBe(first)
  expect(again.fingerprint).toBe(first.fingerprint)
})

test('what nobody asks for any longer is forgotten', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  try {
    const first = await open()
    vi.advanceTimersByTime(119_000)
    expect(await open()).toBe(first)
    vi.advanceTimersByTime(119_000)
    expect(await open()).toBe(first)
    vi.advanceTimersByTime(121_000)
    expect(await open()).not.toBe(first)
  } finally {
    vi.useRealTimers()
  }
})

test('files that have changed are read again', async () => {
  const { fingerprint } = await open()
  await write('mine', 2)
  expect((await open()).fingerprint).not.toBe(fingerprint)
})

test('corrections are taken in as they are made', async () => {
  const { fingerprint, dataset } = await open()
  const time = '2026-01-01T00:00:00.000Z'
  const exclude = { kind: 'exclude', time, part: 'train', index: 3, reason: '' } as const
  await addCorrections(home, { dataset, fingerprint }, [exclude])
  const corrected = await open()
  expect(corrected.dataset.trainCount).toBe(dataset.trainCount - 1)
  expect((await open({ corrections: 'none' })).fingerprint).toBe(fingerprint)
})

test('a failure is not kept', async () => {
  await expect(open({ source: 'absent' })).rejects.toMatchObject({ code: 'dataset-missing' })
  await write('absent')
  expect((await open({ source: 'absent' })).dataset.name).toBe('absent')
})

test('the built-in one is made no further when nobody wants it any longer', async () => {
  const stopping = new AbortController()
  const wanted = { home, source: 'strokes', split: null, corrections: 'current' } as const
  const opened = kept.open(wanted, stopping.signal)
  setTimeout(() => stopping.abort(), 50)
  await expect(opened).rejects.toMatchObject({ name: 'AbortError' })
  expect(await readdir(join(home, 'datasets'))).toEqual(['mine'])
})

test('samples are of the training part, each at most once, in file order', async () => {
  const { dataset } = await open()
  const all = drawSamples(dataset, 1000, 1)
  expect(all).toHaveLength(dataset.trainCount)
  expect(Buffer.concat(all.map(({ pixels }) => pixels))).toEqual(
    Buffer.from(dataset.images.subarray(0, dataset.trainCount * 784)),
  )
  expect(all.map(({ characters }) => characters)).toEqual(
    Array.from(dataset.labels.subarray(0, 24), (label) => dataset.classes[label]?.characters),
  )
  const some = drawSamples(dataset, 5, 1)
  expect(some).toHaveLength(5)
  expect(drawSamples(dataset, 5, 1)).toEqual(some)
  expect(drawSamples(dataset, 5, 2)).not.toEqual(some)
})
