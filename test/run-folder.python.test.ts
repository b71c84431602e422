import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { metricsLineSchema } from '../src-preload/contract/metrics'
import { evaluationFileSchema } from '../src-preload/contract/evaluation'
import {
  expectSameCsv,
  expectSameReport,
  scikitAnswerSchema,
} from '../src-main/core/evaluation/scikit-learn.test-helper'
import { readSafetensors } from '../src-main/core/safetensors/safetensors'
import { describeWithPython, runPython } from './python/run-python'
import { runGlyphlab } from './run-glyphlab'

const tensorsSchema = z.record(
  z.string(),
  z.strictObject({ shape: z.array(z.number()), dtype: z.string(), sum: z.number() }),
)
const checkpointSchema = z.strictObject({
  metadata: z.looseObject({ epoch: z.number(), classes: z.array(z.unknown()) }),
  tensors: tensorsSchema,
})
const answerSchema = z.strictObject({
  last: checkpointSchema,
  best: checkpointSchema,
  metrics: z.strictObject({
    columns: z.array(z.string()),
    lines: z.number(),
    epochs: z.array(
      z.strictObject({ epoch: z.number(), step: z.number(), steeringLoss: z.number() }),
    ),
    recalls: z.array(z.number()),
  }),
  scalars: z.record(z.string(), z.array(z.number())),
})

describeWithPython('a run folder, read by other programs', () => {
  let folder = ''
  let run = ''
  let answer: z.infer<typeof answerSchema>
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'glyphlab-python-'))
    const dataset = join(folder, 'strokes')
    const make = ['data', 'make', 'strokes', '--folder', dataset]
    const counts = ['--train-per-class', '24', '--test-per-class', '12']
    expect(await runGlyphlab([...make, ...counts])).toMatchObject({ status: 0 })
    const train = ['train', '--dataset', dataset, '--runs', join(folder, 'runs'), '--json']
    const settings = ['--model', 'tiny', '--batch-size', '40', '--epochs', '2']
    const trained = await runGlyphlab([...train, ...settings])
    expect(trained).toMatchObject({ status: 0 })
    const last: unknown = JSON.parse(trained.stdout.trimEnd().split('\n').at(-1) ?? '')
    run = z.object({ type: z.literal('done'), run: z.string() }).parse(last).run
    answer = answerSchema.parse(await runPython('read_run.py', [run]))
  })
  afterAll(() => rm(folder, { recursive: true }))

  test.each(['last', 'best'] as const)(
    'safetensors finds each tensor of the %s checkpoint by name, shape and value',
    async (name) => {
      const { tensors } = await readSafetensors(join(run, 'checkpoints', `${name}.safetensors`))
      const own = [...tensors].map(([tensor, { shape, values }]) => [
        tensor,
        {
          shape,
          dtype: 'float32',
          sum: expect.closeTo(
            values.reduce((a, b) => a + b, 0),
            2,
          ),
        },
      ])
      expect(answer[name].tensors).toEqual(Object.fromEntries(own))
      expect(answer[name].metadata.classes).toHaveLength(47)
    },
  )

  test('the names are those that the documentation gives', () => {
    const weights = Object.keys(answer.best.tensors)
    expect(weights).toContain('conv2d/kernel')
    expect(weights).toContain('batch_normalization_1/moving_variance')
    expect(Object.keys(answer.last.tensors)).toEqual(expect.arrayContaining(weights))
    expect(Object.keys(answer.last.tensors)).toContain('optimizer/dense/bias/v')
    expect(answer.best.tensors['dense/kernel']?.shape).toEqual([784, 47])
  })

  test('pandas reads the metrics, with the columns of the contract', async () => {
    expect(answer.metrics.columns).toEqual(Object.keys(metricsLineSchema.shape))
    const text = await readFile(join(run, 'metrics.jsonl'), 'utf8')
    expect(answer.metrics.lines).toBe(text.trimEnd().split('\n').length)
    // 1,128 images less a tenth make 25 steps of 40.
    expect(answer.metrics.epochs.map(({ epoch, step }) => [epoch, step])).toEqual([
      [1, 25],
      [2, 50],
    ])
    expect(answer.metrics.recalls).toEqual([47, 47])
  })

  test('TensorBoard reads the same steps', () => {
    expect(answer.scalars['batch/loss']).toEqual([10, 20, 30, 40, 50])
    expect(answer.scalars['epoch/validation_accuracy']).toEqual([25, 50])
  })

  test('scikit-learn agrees with report, CSV and JSON to 1e-9', async () => {
    const predictions = join(folder, 'predictions.csv')
    const csv = join(folder, 'report.csv')
    const words = ['evaluate', run, '--predictions', predictions, '--csv', csv, '--json']
    const evaluated = await runGlyphlab(words)
    expect(evaluated).toMatchObject({ status: 0 })
    const kept = evaluationFileSchema.parse(
      JSON.parse(await readFile(join(run, 'evaluations', 'strokes-test.json'), 'utf8')),
    )
    const scikit = scikitAnswerSchema.parse(
      await runPython('evaluate_predictions.py', [predictions, csv]),
    )
    expectSameReport(kept.report, scikit)
    expectSameCsv(scikit, kept.report.perClass)
    expect(JSON.parse(evaluated.stdout)).toMatchObject(kept.report)
  })
})
