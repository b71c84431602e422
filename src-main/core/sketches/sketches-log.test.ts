import { execFile } from 'node:child_process'
import { appendFile, mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { bundleModule } from '../../../test/bundle-module'
import { correctSketch, keepSketch } from './keep-sketch'
import { listSketches, openSketch } from './list-sketches'
import { character, madeSketch } from './made-sketches.test-helper'
import { MOST_UNCORRECTED, readSketchesLog, sketchesPath } from './sketches-log'

let home = ''
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'glyphlab-sketches-log-'))
})
afterEach(() => rm(home, { recursive: true }))

const keep = async (seed: number, truth: string | null = null) =>
  (await keepSketch(home, madeSketch(seed, truth))).value
const ids = async () =>
  (await listSketches(home, { offset: 0, limit: 200 })).sketches.map(({ id }) => id)

describe('a last line', () => {
  test.each([
    ['that a kill cut short', '{"kind":"keep","id":"cut'],
    ['of zeros, as a power cut leaves it', '\0\0\0\0'],
    ['without its end', '{"kind":"truth"}'],
  ])('%s counts for nothing and is cut off', async (_, rest) => {
    const first = await keep(1)
    await appendFile(sketchesPath(home), rest)
    expect(await ids()).toEqual([first.id])
    const second = await keep(2)
    expect(await ids()).toEqual([second.id, first.id])
    expect(await readFile(sketchesPath(home), 'utf8')).not.toContain(rest)
    expect(await openSketch(home, first.id)).toHaveLength(1)
  })

  test('that is the first, and cut short, is written anew', async () => {
    await keep(1)
    await truncate(sketchesPath(home), 12)
    expect(await ids()).toEqual([])
    const { id } = await keep(2)
    expect(await ids()).toEqual([id])
  })
})

describe('a log that cannot be read is refused, with its line, and stays:', () => {
  test.each([
    ['no JSON', 1, () => 'a nice sketch', ', line 2: is no sketch'],
    [
      'an image of another size',
      1,
      (line: string) => line.replace(/"pixels":"..../, '"pixels":"'),
      ', line 2: pixels: ',
    ],
    ['no header', 0, () => '{}', ', line 1: is no log of sketches'],
    [
      'a later version',
      0,
      (line: string) => line.replace('"schema":1', '"schema":2'),
      ' is of version 2, this Glyphlab reads version 1',
    ],
  ])('%s', async (_, at, change, problem) => {
    const { id } = await keep(1)
    const lines = (await readFile(sketchesPath(home), 'utf8')).split('\n')
    const text = lines.with(at, change(lines[at] ?? '')).join('\n')
    await writeFile(sketchesPath(home), text)
    const refused = {
      code: 'sketches-invalid',
      message: expect.stringContaining(sketchesPath(home) + problem),
    }
    await expect(ids()).rejects.toMatchObject(refused)
    await expect(keep(2)).rejects.toMatchObject(refused)
    await expect(correctSketch(home, id, character('A'))).rejects.toMatchObject(refused)
    expect(await readFile(sketchesPath(home), 'utf8')).toBe(text)
  })
})

test('the oldest that nobody corrected go, those that somebody did stay', async () => {
  const corrected = await keep(1, 'A')
  const [header = '', line = ''] = (await readFile(sketchesPath(home), 'utf8')).split('\n')
  const uncorrected = Array.from({ length: MOST_UNCORRECTED + 20 }, (_, at) =>
    line
      .replace(corrected.id, `sketch-${at}`)
      .replace(/"truth":\{[^}]*\},"part":"train"/, '"truth":null,"part":null'),
  )
  await writeFile(sketchesPath(home), `${[header, line, ...uncorrected].join('\n')}\n`)
  const { sketches, spentLines } = await readSketchesLog(home)
  expect(sketches.size).toBe(MOST_UNCORRECTED + 1)
  expect(spentLines).toBe(20)
  expect([...sketches.keys()].slice(0, 2)).toEqual([corrected.id, 'sketch-20'])
  const latest = await keep(2)
  expect((await ids()).slice(0, 2)).toEqual([latest.id, `sketch-${MOST_UNCORRECTED + 19}`])
  expect([...(await readSketchesLog(home)).sketches.keys()][1]).toBe('sketch-21')
})

test('programs that keep at once lose nothing', async () => {
  const entry = await bundleModule('src-main/core/sketches/fixtures/keep-written.ts', home)
  const run = (first: number) =>
    promisify(execFile)(process.execPath, [entry, home, String(first), '8'])
  await Promise.all([run(0), run(100), run(200)])
  const { total, inDataset } = await listSketches(home, { offset: 0, limit: 1 })
  expect([total, inDataset]).toEqual([24, 24])
}, 60_000)
