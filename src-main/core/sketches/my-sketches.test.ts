import { mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Correction } from '../../../src-preload/contract/dataset'
import { addCorrections } from '../datasets/corrections/add-corrections'
import { KeptDataset } from '../datasets/kept-dataset'
import { makeStrokesFolder } from '../datasets/make-strokes-folder'
import { openDataset, openOwnDataset } from '../datasets/open-dataset'
import { removeDataset } from '../datasets/remove-dataset'
import { shelfEntries } from '../datasets/shelf'
import { deleteSketches } from './delete-sketches'
import { correctSketch, keepSketch } from './keep-sketch'
import { listSketches } from './list-sketches'
import { character, madeSketch } from './made-sketches.test-helper'
import { refreshMySketches } from './my-sketches'
import { sketchesPath } from './sketches-log'

let home = ''
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'glyphlab-my-sketches-'))
})
afterEach(() => rm(home, { recursive: true }))

const folder = () => join(home, 'datasets', 'my-sketches')
const keep = async (seed: number, truth: string | null = null) =>
  (await keepSketch(home, madeSketch(seed, truth))).value
const open = () => openDataset('my-sketches', { home })
const called = ({ dataset }: Awaited<ReturnType<typeof open>>) =>
  [...dataset.labels].map((label) => dataset.classes[label]?.character).join('')

describe('the data set', () => {
  test('has the classes of EMNIST Balanced, whatever was drawn', async () => {
    await keep(1, 'A')
    const { dataset } = await open()
    expect(dataset.classes.map((each) => each.character).join('')).toBe(
      '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabdefghnqrt',
    )
    const mapping = await readFile(join(folder(), 'emnist-my-sketches-mapping.txt'), 'utf8')
    expect(mapping.split('\n').slice(10, 13)).toEqual(['10 65', '11 66', '12 67 99'])
  })

  test('is on the shelf like any other', async () => {
    await keep(1, 'A')
    await keep(2)
    const mine = (await shelfEntries(home, [])).find(({ source }) => source === 'my-sketches')
    expect(mine).toMatchObject({
      ...{ title: 'My sketches', section: 'own', split: null, isThere: true },
      ...{ classes: 47, trainCount: 1, testCount: 0, origin: 'your own sketches' },
    })
  })

  test('has equal images once, as the last of them is', async () => {
    await keep(1, 'A')
    await keep(2, 'B')
    await keep(1, 'C')
    expect(called(await open())).toBe('BC')
    expect(await listSketches(home, { offset: 0, limit: 1 })).toMatchObject({
      ...{ total: 3, inDataset: 2 },
    })
  })

  test('is made before it is opened, where a kill came between log and data set', async () => {
    await keep(1, 'A')
    const before = join(home, 'before')
    await rename(folder(), before)
    await keep(2, 'B')
    const kept = new KeptDataset()
    const wanted = { home, source: 'my-sketches', split: null, corrections: 'current' } as const
    for (const opened of [() => open(), () => kept.open(wanted)]) {
      await rm(folder(), { recursive: true })
      expect(called(await opened())).toBe('AB')
    }
    await rm(folder(), { recursive: true })
    await rename(before, folder())
    expect(await refreshMySketches(home)).toBe(true)
    expect(await refreshMySketches(home)).toBe(false)
    expect(called(await open())).toBe('AB')
    expect(await readdir(join(home, 'datasets'))).toEqual(['my-sketches'])
  })

  test('stays where the log of sketches is gone', async () => {
    await keep(1, 'A')
    await rm(join(home, 'sketches'), { recursive: true })
    expect(called(await open())).toBe('A')
  })
})

describe('what others have put in its place stays:', () => {
  const inPlace: [string, () => Promise<unknown>][] = [
    [
      'the sketches of a log that is gone',
      async () => {
        await keep(8, 'H')
        await rm(join(home, 'sketches'), { recursive: true })
      },
    ],
    [
      'files put there by hand',
      async () => {
        await mkdir(folder(), { recursive: true })
        await writeFile(join(folder(), 'notes.txt'), 'mine')
      },
    ],
  ]
  test.each(inPlace)('%s', async (_, put) => {
    await put()
    const before = await readdir(folder())
    const sketch = await keep(1, 'A')
    // It is kept all the same.
    expect((await listSketches(home, { offset: 0, limit: 9 })).sketches).toEqual([sketch])
    await expect(open()).rejects.toMatchObject({
      code: 'dataset-exists',
      message: `${folder()} holds other images than those of the sketches that are kept`,
      hint: 'Give that folder another name: it is a data set of its own.',
    })
    expect(await readdir(folder())).toEqual(before)
    await rename(folder(), join(home, 'elsewhere'))
    expect(called(await open())).toBe('A')
  })

  test('and no other data set is put there by name', async () => {
    const recipe = { trainPerClass: 1, testPerClass: 1, seed: 1 }
    await expect(makeStrokesFolder(folder(), recipe, { replace: true })).rejects.toMatchObject({
      code: 'dataset-exists',
      message: `${folder()} is for the sketches that you correct in Glyphlab`,
    })
  })
})

test('removing the data set deletes the sketches that it was made of, and no others', async () => {
  const uncorrected = await keep(1)
  await keep(2, 'A')
  const none = await keep(3)
  await correctSketch(home, none.id, { kind: 'none' })
  const { bytes, name } = await removeDataset(home, 'my-sketches')
  expect(name).toBe('my-sketches')
  expect(bytes).toBeGreaterThan(784)
  expect(await refreshMySketches(home)).toBe(false)
  expect(await readdir(join(home, 'datasets'))).toEqual([])
  const { sketches } = await listSketches(home, { offset: 0, limit: 9 })
  expect(sketches.map(({ id }) => id)).toEqual([none.id, uncorrected.id])
  expect((await readFile(sketchesPath(home), 'utf8')).trimEnd().split('\n')).toHaveLength(3)
  await expect(removeDataset(home, 'my-sketches')).rejects.toMatchObject({
    code: 'dataset-missing',
  })
})

describe('what was said of its images in Data', () => {
  const time = '2026-01-01T00:00:00.000Z'
  const of = (index: number) => ({ part: 'train', index, reason: 'smeared', time }) as const
  const say = async (...corrections: Correction[]) =>
    addCorrections(home, await openOwnDataset('my-sketches', { home }), corrections)

  test('holds on while others come and go', async () => {
    const first = await keep(1, 'A')
    await keep(2, 'A')
    await keep(3, 'B')
    await keep(4, 'B')
    await say({ kind: 'exclude', ...of(1) }, { kind: 'relabel', label: 8, ...of(2) })
    expect(called(await open())).toBe('A8B')
    await keep(5, 'C')
    await keep(6, 'A')
    await keep(7, 'A')
    // The third A is in the test part.
    expect(called(await open())).toBe('A8BCAA')
    await correctSketch(home, first.id, { kind: 'none' })
    expect(called(await open())).toBe('8BCAA')
  })

  test('holds on but where a class would lose its last image', async () => {
    await keep(1, 'A')
    const { id } = await keep(2, 'A')
    await keep(3, 'B')
    await keep(4, 'B')
    await say({ kind: 'exclude', ...of(0) }, { kind: 'exclude', ...of(2) })
    expect(called(await open())).toBe('AB')
    await deleteSketches(home, { kind: 'these', sketches: [id] })
    const opened = await open()
    expect(called(opened)).toBe('AB')
    expect(opened.corrections).toMatchObject({ excluded: 1 })
  })

  test('gives way to what is said in Sketch since', async () => {
    await keep(1, 'A')
    const { id } = await keep(2, 'B')
    await keep(3, 'B')
    await say({ kind: 'relabel', label: 8, ...of(1) })
    expect(called(await open())).toBe('A8B')
    await correctSketch(home, id, character('C'))
    expect(called(await open())).toBe('ACB')
  })
})
