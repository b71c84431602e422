import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { shortClassName } from '../../../src-preload/contract/class-name'
import {
  classMetricsSchema,
  evaluationReportSchema,
  type EvaluationReport,
} from '../../../src-preload/contract/evaluation'
import { describeWithPython, runPython } from '../../../test/python/run-python'
import { expectClose } from './close.test-helper'
import {
  balancedClasses,
  madePredictions,
  NEITHER,
  NEVER_PREDICTED,
  WITHOUT_IMAGES,
} from './predictions/made-predictions.test-helper'
import { readPredictions } from './predictions/read-predictions'
import { writePredictions } from './predictions/write-predictions'
import { evaluationReport } from './report'
import { reportCsv } from './report-csv'

const TOLERANCE = 1e-9

const figure = z.number().nullable()
const answerSchema = z.strictObject({
  expected: evaluationReportSchema
    .pick({
      count: true,
      accuracy: true,
      loss: true,
      top3Accuracy: true,
      macro: true,
      weighted: true,
      confusion: true,
      calibration: true,
    })
    .extend({ perClass: z.array(classMetricsSchema.omit({ character: true, characters: true })) }),
  csv: z.array(
    z.strictObject({
      label: z.string(),
      characters: z.string(),
      precision: figure,
      recall: figure,
      f1: figure,
      support: figure,
      predicted: figure,
    }),
  ),
})
type Answer = z.infer<typeof answerSchema>

/** What of a report scikit-learn has an answer to, in the same shape. */
function comparable(report: EvaluationReport): Answer['expected'] {
  const { count, accuracy, loss, top3Accuracy, macro, weighted, confusion, calibration } = report
  const perClass = report.perClass.map(({ label, precision, recall, f1, support, predicted }) => ({
    label,
    precision,
    recall,
    f1,
    support,
    predicted,
  }))
  const means = { count, accuracy, loss, top3Accuracy, macro, weighted }
  return { ...means, perClass, confusion, calibration }
}

describeWithPython('agrees with scikit-learn to 1e-9', () => {
  /** Logits so far apart that probabilities are as good as 0, where scikit-learn clips. */
  const extreme = madePredictions(2500, { factor: 12 })
  const made = madePredictions(2500, { classes: balancedClasses(1) })
  let folder = ''
  let ofMade: Answer
  let ofExtreme: Answer

  async function ask(name: string, predictions: typeof made): Promise<Answer> {
    const [file, csv] = [join(folder, `${name}.csv`), join(folder, `${name}-report.csv`)]
    await writePredictions(file, predictions)
    const { labels, scores, classes } = predictions
    await writeFile(csv, reportCsv(evaluationReport(labels, scores, classes)))
    return answerSchema.parse(await runPython('evaluate_predictions.py', [file, csv]))
  }

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'glyphlab-scikit-learn-'))
    ofMade = await ask('made', made)
    ofExtreme = await ask('extreme', extreme)
  })
  afterAll(() => rm(folder, { recursive: true }))

  test('the made predictions have what is hard', () => {
    const { perClass, calibration } = ofMade.expected
    expect(perClass[WITHOUT_IMAGES]).toMatchObject({ support: 0, recall: 0 })
    expect(perClass[WITHOUT_IMAGES]?.predicted).toBeGreaterThan(0)
    expect(perClass[NEVER_PREDICTED]).toMatchObject({ predicted: 0, precision: 0 })
    expect(perClass[NEVER_PREDICTED]?.support).toBeGreaterThan(0)
    expect(perClass[NEITHER]).toMatchObject({ support: 0, predicted: 0 })
    const counts = calibration?.bins.map(({ count }) => count) ?? []
    expect(Math.max(...counts) - Math.min(...counts)).toBeGreaterThan(1)
  })

  test('the report of a network, in JSON', () => {
    const report = evaluationReport(made.labels, made.scores, made.classes)
    const read: unknown = JSON.parse(JSON.stringify(report))
    expectClose(comparable(evaluationReportSchema.parse(read)), ofMade.expected, TOLERANCE)
  })

  test.each([
    ['made', made, () => ofMade],
    ['extreme', extreme, () => ofExtreme],
  ] as const)('the report of a file: %s', async (name, { labels, classes }, answer) => {
    const scores = await readPredictions(join(folder, `${name}.csv`), { labels, classes })
    const report = evaluationReport(labels, scores, classes)
    expectClose(comparable(report), answer().expected, TOLERANCE)
  })

  test('a probability of 0 costs what scikit-learn says, not what the logits do', () => {
    const { loss } = evaluationReport(extreme.labels, extreme.scores, extreme.classes)
    expect(loss).toBeGreaterThan((ofExtreme.expected.loss ?? NaN) + 0.01)
  })

  test('the CSV of a report', () => {
    const { perClass, accuracy, macro, weighted, count } = ofMade.expected
    const counts = { support: count, predicted: count }
    const none = { characters: '', precision: null, recall: null }
    expectClose(
      ofMade.csv,
      [
        ...perClass.map(({ label, ...figures }, index) => ({
          label: String(label),
          characters: shortClassName(made.classes[index]?.characters ?? []),
          ...figures,
        })),
        { label: 'accuracy', ...none, f1: accuracy, ...counts },
        { label: 'macro avg', characters: '', ...macro, ...counts },
        { label: 'weighted avg', characters: '', ...weighted, ...counts },
      ],
      TOLERANCE,
    )
  })
})
