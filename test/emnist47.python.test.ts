import { readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { evaluationFileSchema, type EvaluationFile } from '../src-preload/contract/evaluation'
import { runIdSchema, type RunId } from '../src-preload/contract/run'
import { realData } from '../src-main/core/datasets/real-data.test-helper'
import { expectClose } from '../src-main/core/evaluation/close.test-helper'
import {
  expectSameCsv,
  expectSameReport,
  scikitAnswerSchema,
} from '../src-main/core/evaluation/scikit-learn.test-helper'
import { compareMeasurements } from '../src-main/core/measurements/compare-measurements'
import { filesOf, MeasurementReader } from '../src-main/core/measurements/measurement-reader'
import { makeTestHome, type TestHome } from './data-home'
import { describeWithPython, runPython } from './python/run-python'
import { runGlyphlab } from './run-glyphlab'

const { folder, isAbsent } = realData('emnist47')
const TEST_IMAGES = 18_800

const count = z.int().min(0)
const readSchema = z.strictObject({
  part: z.string(),
  dataset: z.string(),
  types: z.record(z.string(), z.string()),
  images: count,
  rising: z.boolean(),
  falling: z.boolean(),
  confusion: z.array(z.array(count)),
})
const answerSchema = z.strictObject({
  baseline: readSchema,
  other: readSchema,
  comparison: z.strictObject({
    ...{ images: count, firstOnly: count, secondOnly: count },
    ...{ p: z.number(), lower: z.number(), upper: z.number() },
  }),
})

describeWithPython('two runs on emnist47', () => {
  let home: TestHome
  let runs: readonly RunId[] = []
  beforeAll(async () => {
    if (isAbsent) return
    home = await makeTestHome()
    runs = [await train(1), await train(2)]
  })
  afterAll(() => home?.[Symbol.asyncDispose]())

  async function train(seed: number): Promise<RunId> {
    const settings = ['--model', 'tiny', '--epochs', '1', '--limit', '4000', '--seed', String(seed)]
    const words = ['train', '--dataset', folder, ...settings, '--json']
    const { stdout } = await runGlyphlab(words, home.environment)
    const last: unknown = JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '')
    return runIdSchema.parse(basename(z.object({ run: z.string() }).parse(last).run))
  }

  const ref = (at: number) => ({ run: runs[at] ?? null, file: 'emnist47-test' })
  const evaluationOf = async (at: number): Promise<EvaluationFile> => {
    const { report } = filesOf(home.folder, ref(at))
    return evaluationFileSchema.parse(JSON.parse(await readFile(report, 'utf8')))
  }

  test.skipIf(isAbsent)('have the figures of scikit-learn to 1e-9', async () => {
    const [predictions, csv] = ['predictions.csv', 'report.csv'].map((name) =>
      join(home.folder, name),
    )
    const [run = '', words] = [runs[0], ['--predictions', predictions ?? '', '--csv', csv ?? '']]
    const { status } = await runGlyphlab(['evaluate', run, ...words], home.environment)
    expect(status).toBe(0)
    const scikit = scikitAnswerSchema.parse(
      await runPython('evaluate_predictions.py', [predictions ?? '', csv ?? '']),
    )
    const { report } = await evaluationOf(0)
    expect(report.count).toBe(TEST_IMAGES)
    expectSameReport(report, scikit)
    expectSameCsv(scikit, report.perClass)
  })

  test.skipIf(isAbsent)('differ by what statsmodels says, to 1e-9', async () => {
    const paths = [0, 1].map((at) => filesOf(home.folder, ref(at)).answers)
    const answer = answerSchema.parse(await runPython('compare_runs.py', paths))
    const compared = await compareMeasurements(
      ...([home.folder, ref(0), [ref(1)], new MeasurementReader()] as const),
    )
    const { images, firstOnly, secondOnly, p, lower, upper } = answer.comparison
    expect(firstOnly).toBeGreaterThan(0)
    expectClose(
      compared.comparisons[0],
      {
        ok: true,
        comparison: {
          ...{ images, baselineOnly: firstOnly, otherOnly: secondOnly, p, holmP: p },
          difference: (secondOnly - firstOnly) / TEST_IMAGES,
          interval: { level: 0.95, lower, upper },
        },
      },
      1e-9,
    )
    for (const [at, read] of [answer.baseline, answer.other].entries())
      expect(read).toEqual({
        ...{ part: 'test', dataset: 'emnist47', images: TEST_IMAGES, rising: true, falling: true },
        types: {
          ...{ place: 'int32', actual: 'uint8', top: 'uint8' },
          ...{ probability: 'float32', actual_probability: 'float32' },
        },
        confusion: (await evaluationOf(at)).report.confusion,
      })
  })
})
