import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { importDataset } from '../datasets/import/import-dataset'
import { openDataset } from '../datasets/open-dataset'
import { openArchive } from '../archives/archive'
import { characterImage } from '../images/character-image'
import { exportSketches } from './export-sketches'
import { correctSketch, keepSketch } from './keep-sketch'
import { openSketch } from './list-sketches'
import { madeSketch } from './made-sketches.test-helper'

let home = ''
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'glyphlab-export-'))
})
afterEach(() => rm(home, { recursive: true }))

const keep = async (seed: number, truth: string | null = null) =>
  (await keepSketch(home, madeSketch(seed, truth))).value

/** Exports to a file; answers its path and the content of each file in it. */
async function exported() {
  const { name, zip } = await exportSketches(home)
  expect(name).toMatch(/^my-sketches-\d{4}-\d\d-\d\d\.zip$/)
  const path = join(home, name)
  await writeFile(path, zip)
  await using archive = await openArchive(path)
  const files = new Map<string, Buffer>()
  for (const entry of archive.entries) files.set(entry.name, await buffer(await entry.open()))
  return { path, files }
}

test('what is exported can be taken in again, bit for bit', async () => {
  for (const [at, letter] of [...'AAaBAbb'].entries()) await keep(at + 1, letter)
  const { path, files } = await exported()
  expect([...files.keys()].filter((name) => name.startsWith('emnist-'))).toEqual([
    'emnist-my-sketches-mapping.txt',
    ...['train-labels-idx1', 'train-images-idx3', 'test-labels-idx1', 'test-images-idx3'].map(
      (part) => `emnist-my-sketches-${part}-ubyte.gz`,
    ),
  ])
  const mine = await openDataset('my-sketches', { home })
  expect(mine.dataset.testCount).toBe(1)
  expect(files.get('README.txt')?.toString()).toContain('Training part 6, test part 1;')
  const { about } = await importDataset(path, { home, name: 'again' })
  expect(about.fingerprint).toBe(mine.fingerprint)
})

test('each sketch is a picture in the folder of its class, as networks are shown it', async () => {
  const [capital, small] = [await keep(1, 'A'), await keep(2, 'a')]
  const [none, unknown] = [await keep(3), await keep(4)]
  await correctSketch(home, none.id, { kind: 'none' })
  const { files } = await exported()
  const places = [
    [capital, 'pictures/A'],
    [small, 'pictures/U+0061'],
    [none, 'other-pictures/no-character'],
    [unknown, 'other-pictures/uncorrected'],
  ] as const
  for (const [{ id, pixels }, folder] of places) {
    const image = characterImage(files.get(`${folder}/${id}.png`) ?? Buffer.alloc(0))
    expect(Buffer.from(image).toString('base64')).toBe(pixels)
  }
  expect([...files.keys()].filter((name) => name.endsWith('.png'))).toHaveLength(4)
})

test('the strokes of all are in it, whether it is known what they are or not', async () => {
  const [first, second] = [await keep(1), await keep(2, 'B')]
  const { files } = await exported()
  const lines = files.get('strokes.jsonl')?.toString().trimEnd().split('\n') ?? []
  expect(lines.map((line): unknown => JSON.parse(line))).toMatchObject([
    { id: first.id, truth: null, part: null, strokes: await openSketch(home, first.id) },
    { id: second.id, truth: second.truth, part: 'train' },
  ])
})

test('where no truth is known there is no data set in it', async () => {
  await keep(1)
  const { files } = await exported()
  expect([...files.keys()].filter((name) => name.startsWith('emnist-'))).toEqual([])
  expect(files.get('README.txt')?.toString()).toContain('Of none of them is it known yet')
})

test('what is too large for one message is refused before it is all made', async () => {
  for (const seed of [1, 2, 3]) await keep(seed)
  await expect(exportSketches(home, 2000)).rejects.toMatchObject({
    code: 'output-failed',
    hint: 'Delete some of them first.',
  })
  expect((await exportSketches(home)).zip.length).toBeGreaterThan(2000)
})

test('where nothing is kept there is nothing to export', async () => {
  await expect(exportSketches(home)).rejects.toMatchObject({ code: 'sketch-missing' })
})
