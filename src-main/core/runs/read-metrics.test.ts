import { execFileSync } from 'node:child_process'
import { appendFile, mkdir, mkdtemp, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { MetricsLine } from '../../../src-preload/contract/metrics'
import { runIdSchema } from '../../../src-preload/contract/run'
import { writeMadeCheckpoint } from './made-checkpoint.test-helper'
import { madeRecord } from './made-record.test-helper'
import { readMetrics } from './read-metrics'
import { runPaths } from './run-folder'
import { writeRunRecord } from './run-record'

const RUN = runIdSchema.parse('20260101-000000-tiny-made')

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'glyphlab-metrics-'))
  await mkdir(runPaths(folder).checkpoints)
  await writeRunRecord(runPaths(folder).record, madeRecord(RUN))
})
afterEach(() => rm(folder, { recursive: true }))

const nothing = {
  ...{ validationLoss: null, validationAccuracy: null },
  ...{ steeringLoss: null, steeringAccuracy: null, best: null, validationRecall: null },
}
const step = (number: number): MetricsLine => ({
  ...{ kind: 'step', epoch: 1, step: number, learningRate: 1e-3 },
  ...{ trainingLoss: 2 / number, trainingAccuracy: 0.5 },
  ...nothing,
})
const epoch = (number: number, best: boolean): MetricsLine => ({
  ...{ kind: 'epoch', epoch: number, step: 14 * number, learningRate: 5e-4 },
  ...{ trainingLoss: 1, trainingAccuracy: 0.6, validationLoss: 0.9, validationAccuracy: 0.7 },
  ...{ steeringLoss: 0.8, steeringAccuracy: 0.75, best, validationRecall: [1, null, 0.5, 0.5] },
})
const textOf = (...lines: readonly MetricsLine[]) =>
  lines.map((line) => `${JSON.stringify(line)}\n`).join('')
const metrics = () => runPaths(folder).metrics
const stepsRead = async () => (await readMetrics(folder, RUN)).steps.step

test('lines become columns, row for row', async () => {
  await writeFile(metrics(), textOf(step(10), epoch(1, true), step(20), epoch(2, false)))
  expect(await readMetrics(folder, RUN)).toEqual({
    run: RUN,
    stepsPerEpoch: 14,
    steps: {
      step: [10, 20],
      loss: [0.2, 0.1],
      accuracy: [0.5, 0.5],
      learningRate: [1e-3, 1e-3],
    },
    epochs: [
      {
        ...{ epoch: 1, step: 14, learningRate: 5e-4, best: true },
        training: { loss: 1, accuracy: 0.6 },
        validation: { loss: 0.9, accuracy: 0.7 },
        steering: { loss: 0.8, accuracy: 0.75 },
      },
      expect.objectContaining({ epoch: 2, step: 28, best: false }),
    ],
  })
})

test('a run that has just begun has no curves yet', async () => {
  expect(await stepsRead()).toEqual([])
})

describe('a last line', () => {
  const whole = textOf(step(10), step(20), step(30))
  test('that is being written, cut anywhere, is left out', async () => {
    await writeFile(metrics(), whole)
    const length = textOf(step(30)).length
    for (const missing of [1, 2, 20, length - 1]) {
      await truncate(metrics(), whole.length - missing)
      expect(await stepsRead()).toEqual([10, 20])
      await writeFile(metrics(), whole)
    }
    expect(await stepsRead()).toEqual([10, 20, 30])
  })
})

describe('a line that cannot be read', () => {
  const broken = [
    ['of nothing', '\0\0\0\0\n'],
    ['of no JSON', '{"kind":"step","step":1\n'],
    ['of another kind', '{"kind":"pause"}\n'],
    ['without a column', '{"kind":"step","step":40,"learningRate":1,"trainingLoss":1}\n'],
    ['with a word for a number', `${JSON.stringify({ ...step(40), trainingLoss: 'low' })}\n`],
    ['of an epoch without validation', `${JSON.stringify({ ...epoch(1, true), ...nothing })}\n`],
    [
      'with what JSON makes infinite',
      '{"kind":"step","step":40,"learningRate":1e999,"trainingLoss":1,"trainingAccuracy":1}\n',
    ],
    ['longer than a megabyte', `${JSON.stringify({ x: 'x'.repeat(2 ** 21) })}\n`],
    ['of a list', '[1, 2]\n'],
    ['of null', 'null\n'],
  ] as const

  test.each(broken)('%s ends the curves where no checkpoint counts on it', async (_, line) => {
    await writeFile(metrics(), textOf(step(10)))
    await writeMadeCheckpoint(runPaths(folder).last, { metricsBytes: textOf(step(10)).length })
    await appendFile(metrics(), line + textOf(step(50)))
    expect(await stepsRead()).toEqual([10])
  })

  test.each(broken)('%s is damage where one does', async (_, line) => {
    const text = textOf(step(10)) + line
    await writeFile(metrics(), text)
    await writeMadeCheckpoint(runPaths(folder).last, { metricsBytes: text.length })
    await expect(stepsRead()).rejects.toMatchObject({
      code: 'run-damaged',
      message: `${metrics()} has a line at byte ${textOf(step(10)).length} that cannot be read`,
    })
  })
})

test('lines are whole wherever the disk cuts what it sends', async () => {
  const steps = Array.from({ length: 4_000 }, (_, index) => 10 * (index + 1))
  await writeFile(metrics(), textOf(...steps.map(step)))
  expect(await stepsRead()).toEqual(steps)
})

test('of very many steps fewer are told, the last among them', async () => {
  const line = (number: number) =>
    `{"kind":"step","step":${number},"trainingLoss":1,"trainingAccuracy":1,"learningRate":1}\n`
  const lines = Array.from({ length: 200_003 }, (_, index) => line(index + 1))
  await writeFile(metrics(), lines.join(''))
  const steps = await stepsRead()
  expect(steps).toHaveLength(100_002)
  expect(steps.slice(-3)).toEqual([200_000, 200_002, 200_003])
})

test.skipIf(process.platform === 'win32')('a pipe in its place is not waited for', async () => {
  execFileSync('mkfifo', [metrics()])
  await expect(stepsRead()).rejects.toMatchObject({
    code: 'run-damaged',
    message: `${metrics()} is no file`,
  })
})

test('a run.json that is no small file is not read', async () => {
  await truncate(runPaths(folder).record, 3 * 2 ** 30)
  await expect(stepsRead()).rejects.toMatchObject({
    code: 'run-damaged',
    message: `${runPaths(folder).record} cannot be read (EFBIG)`,
  })
})

test('a folder without a run is no run', async () => {
  await rm(runPaths(folder).record)
  await expect(stepsRead()).rejects.toMatchObject({ code: 'run-missing' })
})
