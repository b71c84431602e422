import { cp, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { encode } from 'fast-png'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { writeEmnistFolder } from '../src-main/core/datasets/make-idx.test-helper'
import { runGlyphlab, startGlyphlab } from './run-glyphlab'

let home: string
let strokes: string
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'glyphlab-runs-'))
  strokes = join(home, 'strokes')
  const counts = ['--train-per-class', '24', '--test-per-class', '12']
  const made = await runGlyphlab(['data', 'make', 'strokes', '--folder', strokes, ...counts])
  expect(made).toMatchObject({ status: 0 })
}, 60_000)
afterAll(() => rm(home, { recursive: true, force: true }))

const quickly = (runs: string, ...words: readonly string[]): string[] => [
  ...['train', '--dataset', strokes, '--model', 'tiny', '--epochs', '2', '--batch-size', '40'],
  ...['--runs', runs, ...words],
]
const lines = (text: string): string[] => text.trimEnd().split('\n')
const lastObject = (text: string): unknown => JSON.parse(lines(text).at(-1) ?? '')

const doneSchema = z.looseObject({
  type: z.literal('done'),
  run: z.string(),
  test: z.looseObject({ accuracy: z.number(), loss: z.number(), confusion: z.array(z.unknown()) }),
})
const listSchema = z.looseObject({
  runs: z.array(
    z.looseObject({
      folder: z.string(),
      status: z.string(),
      epochsDone: z.number(),
      record: z.looseObject({ parent: z.string().nullable() }),
    }),
  ),
})

async function listed(runs: string) {
  const { stdout } = await runGlyphlab(['runs', '--json', '--runs', runs])
  return listSchema.parse(JSON.parse(stdout)).runs
}

async function trained(runs: string, ...words: readonly string[]) {
  const result = await runGlyphlab(quickly(runs, '--json', ...words))
  expect(result).toMatchObject({ status: 0 })
  return doneSchema.parse(lastObject(result.stdout))
}

test('a run stopped by Ctrl-C is resumed to the result it would have had', async () => {
  const runs = join(home, 'stopped')
  const { child, result } = startGlyphlab(quickly(runs, '--epochs', '16', '--json'))
  child.stdout.on('data', (text: Buffer) => {
    if (!child.killed && text.includes('"type":"epoch"')) child.kill('SIGINT')
  })
  expect(await result).toMatchObject({ status: 130 })
  const [stopped] = await listed(runs)
  expect(stopped).toMatchObject({ status: 'interrupted' })
  expect(stopped?.epochsDone).toBeGreaterThanOrEqual(1)

  const resumed = await runGlyphlab(['resume', 'last', '--runs', runs, '--json'])
  const whole = await trained(join(home, 'whole'), '--epochs', '16')
  expect(doneSchema.parse(lastObject(resumed.stdout)).test).toEqual(whole.test)
})

test('a finished run goes on with more epochs as a new run, and by itself not at all', async () => {
  const runs = join(home, 'longer')
  const { run } = await trained(runs)
  expect(await runGlyphlab(['resume', run])).toMatchObject({
    status: 1,
    stderr: expect.stringMatching(/^glyphlab: \S+ has finished\. Name what is to change/),
  })
  const words = ['resume', basename(run).slice(-4), '--epochs', '3', '--runs', runs]
  expect(await runGlyphlab(words)).toMatchObject({ status: 0 })
  const [newest, first] = await listed(runs)
  expect(newest).toMatchObject({ epochsDone: 3, record: { parent: basename(run) } })
  expect(first).toMatchObject({ epochsDone: 2, record: { parent: null } })
})

test('a data set that has changed since is told, and the run still shown', async () => {
  const runs = join(home, 'changed')
  const { run } = await trained(runs)
  const other = join(home, 'other')
  const make = ['data', 'make', 'strokes', '--folder', other, '--seed', '2']
  await runGlyphlab([...make, '--train-per-class', '24', '--test-per-class', '12'])
  const words = ['resume', run, '--epochs', '3', '--dataset', other]
  expect(await runGlyphlab(words)).toMatchObject({
    status: 1,
    stderr: expect.stringContaining('is not as it was when'),
  })
  expect(await runGlyphlab(['runs', 'show', run])).toMatchObject({ status: 0 })
})

describe('repeating', () => {
  test('trains each seed on one validation part, and says mean and standard deviation', async () => {
    const runs = join(home, 'repeated')
    const result = await runGlyphlab(quickly(runs, '--repeat', '3', '--json'))
    expect(result).toMatchObject({ status: 0 })
    const group = z
      .looseObject({
        type: z.literal('group'),
        runs: z.array(z.looseObject({ seed: z.number() })),
        test: z.looseObject({
          accuracy: z.strictObject({
            mean: z.number(),
            standardDeviation: z.number(),
            count: z.number(),
          }),
        }),
      })
      .parse(lastObject(result.stdout))
    expect(group.runs.map(({ seed }) => seed)).toEqual([1, 2, 3])
    expect(group.test.accuracy.count).toBe(3)
    expect(group.test.accuracy.standardDeviation).toBeGreaterThan(0)
  })

  test('goes on where it was interrupted', async () => {
    const runs = join(home, 'cut')
    const { child, result } = startGlyphlab(
      quickly(runs, '--repeat', '2', '--epochs', '10', '--json'),
    )
    let text = ''
    child.stdout.on('data', (part: Buffer) => {
      text += part.toString()
      // Once: a second one could meet Node as it leaves, when nobody listens any more.
      if (!child.killed && text.split('"type":"started"').length > 2) child.kill('SIGINT')
    })
    expect(await result).toMatchObject({ status: 130 })
    const resumed = await runGlyphlab(['resume', 'last', '--runs', runs, '--json'])
    expect(resumed).toMatchObject({ status: 0 })
    expect(lastObject(resumed.stdout)).toMatchObject({
      type: 'group',
      test: { accuracy: { count: 2 } },
    })
    expect(await listed(runs)).toHaveLength(2)
  })
})

describe('a trained run', () => {
  let run = ''
  let runs = ''
  let accuracy = 0
  beforeAll(async () => {
    runs = join(home, 'trained')
    const done = await trained(runs, '--epochs', '12')
    run = done.run
    accuracy = done.test.accuracy
    expect(accuracy).toBeGreaterThan(0.3)
  }, 60_000)

  test('measures again what it measured at its end, and counts it', async () => {
    const result = await runGlyphlab(['evaluate', run, '--runs', runs, '--json'])
    expect(lastObject(result.stdout)).toMatchObject({ accuracy, measurements: 2, part: 'test' })
    const text = await runGlyphlab(['evaluate', run])
    expect(text.stdout).toContain(`run ${basename(run)}: tiny, batch 40`)
    expect(text.stdout).toContain('this test part has been measured 3 times, by this run alone')
    const kept = await runGlyphlab(['runs', 'show', run, '--report'])
    const table = (report: string) => report.slice(report.indexOf('precision'))
    expect(table(kept.stdout).trimEnd()).toBe(table(text.stdout).trimEnd())
    expect(await runGlyphlab(['runs', 'show', run])).toMatchObject({
      stdout: expect.stringContaining('measured 3 times'),
    })
  })

  test('writes what it is asked to, each to a file of its own', async () => {
    const file = join(home, 'report.csv')
    expect(await runGlyphlab(['evaluate', run, '--csv', file])).toMatchObject({
      status: 0,
      stderr: expect.stringContaining(`wrote ${file}`),
    })
    const both = await runGlyphlab(['evaluate', run, '--csv', file, '--predictions', file])
    expect(both).toMatchObject({ status: 2, stderr: expect.stringContaining('is named twice') })
  })

  test('is measured also where the measurement cannot be kept', async () => {
    const copy = join(home, 'copy', basename(run))
    await cp(run, copy, { recursive: true })
    await rm(join(copy, 'evaluations'), { recursive: true })
    await writeFile(join(copy, 'evaluations'), '')
    expect(await runGlyphlab(['evaluate', copy])).toMatchObject({
      status: 0,
      stdout: expect.stringMatching(/^accuracy /),
      stderr: expect.stringContaining('warning: the measurement is not kept: '),
    })
  })

  test('is measured by its predictions as by itself', async () => {
    const predictions = join(home, 'predictions.csv')
    const own = await runGlyphlab(['evaluate', run, '--predictions', predictions, '--json'])
    const words = ['evaluate', '--from', predictions, '--dataset', strokes, '--json']
    const other = await runGlyphlab(words)
    const figures = z.looseObject({
      accuracy: z.number(),
      macro: z.unknown(),
      perClass: z.unknown(),
      confusion: z.unknown(),
    })
    const pick = (text: string) => {
      const { accuracy, macro, perClass, confusion } = figures.parse(lastObject(text))
      return { accuracy, macro, perClass, confusion }
    }
    expect(pick(other.stdout)).toEqual(pick(own.stdout))
  })

  test('is not measured on other classes', async () => {
    const digits = join(home, 'digits')
    await writeEmnistFolder(digits, {
      classes: 4,
      trainPerClass: 10,
      testPerClass: 5,
      seed: 1,
      gzip: false,
    })
    expect(await runGlyphlab(['evaluate', run, '--dataset', digits])).toMatchObject({
      status: 1,
      stderr: expect.stringMatching(/the network knows 47 classes, digits has 4\. Name a data set/),
    })
  })

  test('says what a picture shows', async () => {
    const picture = join(home, 'bar.png')
    const side = 120
    const data = Uint8Array.from({ length: side * side }, (_, at) => {
      const [x, y] = [at % side, Math.floor(at / side)]
      const inStem = Math.abs(x - 30) < 5 && y > 15 && y < 105
      const inFoot = Math.abs(y - 100) < 5 && x > 25 && x < 90
      return inStem || inFoot ? 0 : 255
    })
    await writeFile(picture, encode({ width: side, height: side, data, channels: 1 }))
    const { status, stdout } = await runGlyphlab(['predict', run, picture, '--json'])
    expect(status).toBe(0)
    const { answers } = z
      .looseObject({ answers: z.array(z.looseObject({ character: z.string() })) })
      .parse(lastObject(stdout))
    expect(answers).toHaveLength(5)
    expect(answers[0]?.character).toBe('L')

    const missing = join(home, 'missing.png')
    const mixed = await runGlyphlab(['predict', run, missing, picture])
    expect(mixed).toMatchObject({
      status: 1,
      stdout: expect.stringContaining('bar.png'),
      stderr: expect.stringContaining(`glyphlab: there is no file ${missing}. `),
    })
  })

  test('is noted, tagged and starred by the user, and training never touches that', async () => {
    const words = ['runs', 'note', run, 'the first\nof many', '--tag', 'paper', '--star']
    expect(await runGlyphlab(words)).toMatchObject({ status: 0, stdout: '★ #paper the first\n' })
    const { stdout } = await runGlyphlab(['runs', '--runs', runs])
    expect(lines(stdout)[1]).toMatch(/finished.*★ #paper the first$/)
    expect(await readdir(run)).toContain('notes.json')
  })

  test('gives its weights to another run', async () => {
    const best = join(run, 'checkpoints', 'best.safetensors')
    const done = await trained(join(home, 'tuned'), '--weights', best, '--epochs', '1')
    expect(done.test.accuracy).toBeGreaterThan(accuracy - 0.05)
    expect(await readdir(join(done.run, 'checkpoints'))).toContain('initial.safetensors')
  })
})
