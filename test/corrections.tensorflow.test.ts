import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { makeTestHome, type TestHome } from './data-home'
import { runGlyphlab, startGlyphlab } from './run-glyphlab'

/** A data set called `small`, an image left out of it and one of its test part given another class. */
let home: TestHome
const glyphlab = (...words: readonly string[]) => runGlyphlab(words, home.environment)
beforeAll(async () => {
  home = await makeTestHome()
  const counts = ['--train-per-class', '12', '--test-per-class', '4']
  const steps = [
    ['data', 'make', 'strokes', '--name', 'small', ...counts],
    ['data', 'correct', 'small', 'train:0', 'test:1', '--exclude'],
    ['data', 'correct', 'small', 'test:0', '--label', 'A'],
  ]
  for (const words of steps) expect(await glyphlab(...words)).toMatchObject({ status: 0 })
}, 60_000)
afterAll(() => home[Symbol.asyncDispose]())

const quickly = ['train', '--dataset', 'small', '--model', 'tiny', '--batch-size', '40', '--json']
const figuresSchema = z.looseObject({
  accuracy: z.number(),
  count: z.number(),
  corrections: z.looseObject({ excluded: z.number(), relabelled: z.number() }).nullable(),
})
const doneSchema = z.looseObject({
  type: z.literal('done'),
  test: z.looseObject({ accuracy: z.number() }),
})
const lastObject = (text: string): unknown => JSON.parse(text.trimEnd().split('\n').at(-1) ?? '')

async function evaluated(...words: readonly string[]) {
  const { status, stdout, stderr } = await glyphlab('evaluate', 'last', '--json', ...words)
  expect(status).toBe(0)
  return { ...figuresSchema.parse(lastObject(stdout)), stderr }
}

test('a run names its corrections, keeps to them, and is measured with them or without', async () => {
  const { child, result } = startGlyphlab([...quickly, '--epochs', '15'], home.environment)
  child.stdout.on('data', (text: Buffer) => {
    if (!child.killed && text.includes('"type":"epoch"')) child.kill('SIGINT')
  })
  const cut = await result
  expect(cut).toMatchObject({ status: 130 })
  expect(JSON.parse(cut.stdout.split('\n')[0] ?? '')).toMatchObject({
    type: 'started',
    run: { corrections: { excluded: 2, relabelled: 1 }, testImages: 4 * 47 - 1 },
  })
  expect(cut.stderr).toContain('small, split strokes, 3 corrections: 47 classes')

  await glyphlab('data', 'correct', 'small', 'train:1', '--exclude')
  const resumed = await glyphlab('resume', 'last', '--json')
  expect(resumed).toMatchObject({ status: 0 })
  const { test: measured } = doneSchema.parse(lastObject(resumed.stdout))
  expect(await glyphlab('runs', 'show', 'last')).toMatchObject({
    stdout: expect.stringMatching(
      /\ndata set +small, split strokes, 3 corrections, from small\n[^]*\nsmall [0-9a-f]{8}, 3 corrections, test part +accuracy/,
    ),
  })

  const again = await evaluated()
  expect(again).toMatchObject({ accuracy: measured.accuracy, count: 4 * 47 - 1 })
  expect(again.corrections).toMatchObject({ excluded: 2, relabelled: 1 })
  expect(again.stderr).toContain('small has been corrected since: this measures it as the run had')
  const now = await evaluated('--dataset', 'small')
  expect(now.corrections).toMatchObject({ excluded: 3, relabelled: 1 })
  const without = await evaluated('--no-corrections')
  expect(without).toMatchObject({ count: 4 * 47, corrections: null })
  expect(without.stderr).not.toContain('warning')
})

test('a run can go without corrections, and on where its data set is removed meanwhile', async () => {
  const words = [...quickly, '--epochs', '2', '--no-corrections']
  const { child, result } = startGlyphlab(words, home.environment)
  child.stdout.once('data', () =>
    rmSync(join(home.folder, 'datasets', 'small'), { recursive: true }),
  )
  const { status, stdout, stderr } = await result
  expect(status).toBe(0)
  expect(stderr).toContain('small, split strokes: 47 classes')
  expect(JSON.parse(stdout.split('\n')[0] ?? '')).toMatchObject({
    run: { corrections: null, testImages: 4 * 47 },
  })
})

test('a run whose data set is gone says how to get it back', async () => {
  expect(existsSync(join(home.folder, 'datasets', 'small'))).toBe(false)
  const words = ['resume', 'last', '--epochs', '30']
  expect(await glyphlab(...words)).toMatchObject({
    status: 1,
    stdout: '',
    stderr: expect.stringMatching(
      /^glyphlab: \S+ was trained on small, and there is no data set small; there is strokes\. `glyphlab data import PATH --name small` brings it back; or say by --dataset where it is now\.\n$/,
    ),
  })
})
