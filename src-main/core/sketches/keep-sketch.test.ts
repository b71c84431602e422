import { appendFile, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { sketchIdSchema } from '../../../src-preload/contract/sketch'
import { openDataset } from '../datasets/open-dataset'
import { sketchImage } from '../images/sketch-image'
import { correctSketch, keepSketch } from './keep-sketch'
import { listSketches, openSketch } from './list-sketches'
import { character, madeSketch, madeStroke } from './made-sketches.test-helper'
import { sketchesPath } from './sketches-log'

let home = ''
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'glyphlab-sketches-'))
})
afterEach(() => rm(home, { recursive: true }))

const keep = async (seed: number, truth: string | null = null) =>
  keepSketch(home, madeSketch(seed, truth))
const listed = (offset = 0, limit = 50) => listSketches(home, { offset, limit })
const lines = async () => (await readFile(sketchesPath(home), 'utf8')).split('\n')

test('a sketch is kept with what was said of it, and its strokes can be put back', async () => {
  const { value: sketch, isDatasetChanged } = await keep(1)
  expect(isDatasetChanged).toBe(false)
  const { said, strokes } = madeSketch(1)
  expect(sketch).toMatchObject({ said, truth: null })
  expect(await listed()).toEqual({ sketches: [sketch], total: 1, inDataset: 0 })
  const opened = await openSketch(home, sketch.id)
  const [before, after] = [strokes[0]?.points ?? [], opened[0]?.points ?? []]
  expect(after).toHaveLength(before.length)
  after.forEach((value, at) => expect(value).toBeCloseTo(before[at] ?? Number.NaN, 2))
  // The image can be made again of what is kept.
  expect(sketch.pixels).toBe(Buffer.from(sketchImage(opened)?.seen ?? []).toString('base64'))
})

test('sketches are listed the latest first, a page at a time', async () => {
  const ids = []
  for (let seed = 1; seed <= 5; seed++) ids.push((await keep(seed)).value.id)
  const page = await listed(1, 3)
  expect(page.total).toBe(5)
  expect(page.sketches.map(({ id }) => id)).toEqual(ids.toReversed().slice(1, 4))
  expect((await listed(5, 3)).sketches).toEqual([])
})

test('a corrected sketch is in the data set from then on, and out of it once that is taken back', async () => {
  const { value: sketch } = await keep(1)
  const correct = (truth: Parameters<typeof correctSketch>[2]) =>
    correctSketch(home, sketch.id, truth)
  expect(await correct(character('q'))).toMatchObject({
    value: { id: sketch.id, truth: character('q') },
    isDatasetChanged: true,
  })
  const { dataset } = await openDataset('my-sketches', { home })
  expect(dataset.classes).toHaveLength(47)
  expect(dataset.classes[dataset.labels[0] ?? -1]?.character).toBe('q')
  expect(Buffer.from(dataset.images).toString('base64')).toBe(sketch.pixels)
  expect([dataset.trainCount, dataset.testCount]).toEqual([1, 0])
  // Small c is of the class of the capital.
  await correct(character('c'))
  const again = await openDataset('my-sketches', { home })
  expect(again.dataset.classes[again.dataset.labels[0] ?? -1]?.characters).toEqual(['C', 'c'])
  expect(await correct(character('C'))).toMatchObject({ isDatasetChanged: false })
  expect(await correct({ kind: 'none' })).toMatchObject({ isDatasetChanged: true })
  await expect(openDataset('my-sketches', { home })).rejects.toMatchObject({
    code: 'dataset-missing',
    message: 'no sketch has been corrected yet: my-sketches is made of those',
  })
  expect(await listed()).toMatchObject({ sketches: [{ truth: { kind: 'none' } }], inDataset: 0 })
})

describe('refused, and nothing is written, is', () => {
  const absent = sketchIdSchema.parse('absent')
  const outside = { ...madeStroke(1), points: [-300, -300, 0.5, -200, -200, 0.5] }
  test.each([
    [
      'a character of no class',
      () => keepSketch(home, madeSketch(2, 'ß')),
      'correction-refused',
      'ß is none of the 47 characters',
    ],
    [
      'what lies beside the sheet',
      () => keepSketch(home, { ...madeSketch(2), strokes: [outside] }),
      'image-invalid',
      'nothing is drawn on the sheet',
    ],
    [
      'a sketch that is gone',
      () => correctSketch(home, absent, character('A')),
      'sketch-missing',
      'the sketch is no longer there',
    ],
  ])('%s', async (_, ask, code, message) => {
    await keep(1)
    const before = await lines()
    await expect(ask()).rejects.toMatchObject({ code, message })
    expect(await lines()).toEqual(before)
  })
  test('to open one that is gone', async () => {
    await expect(openSketch(home, absent)).rejects.toMatchObject({ code: 'sketch-missing' })
  })
})

test('what was said and taken back again and again takes no room for long', async () => {
  const { value: first } = await keep(1, 'A')
  const { value: second } = await keep(2)
  await correctSketch(home, second.id, character('B'))
  await correctSketch(home, second.id, null)
  const [said = '', takenBack = ''] = (await lines()).slice(3)
  await appendFile(sketchesPath(home), `${said}\n${takenBack}\n`.repeat(110))
  const { value: third } = await keep(3)
  expect(await lines()).toHaveLength(5)
  const { sketches } = await listed()
  expect(sketches.map(({ id }) => id)).toEqual([third.id, second.id, first.id])
  expect(await openSketch(home, first.id)).toHaveLength(1)
})

test('whatever classes are called, what is kept can be read again', async () => {
  const said = (name: string) => ({
    model: { kind: 'built-in' } as const,
    answers: [{ characters: [name], probability: 1 }],
    isLegible: true,
  })
  await keepSketch(home, { ...madeSketch(1), said: said('a \uFFFD') })
  await expect(
    keepSketch(home, { ...madeSketch(2), said: said('x'.repeat(2 ** 20)) }),
  ).rejects.toMatchObject({ code: 'request-invalid' })
  const { sketches } = await listed()
  expect(sketches.map((sketch) => sketch.said?.answers[0]?.characters)).toEqual([['a \uFFFD']])
})
