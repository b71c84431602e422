import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { evaluationReportSchema } from '../../../src-preload/contract/evaluation'
import { describeWithPython, runPython } from '../../../test/python/run-python'
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
import {
  expectSameCsv,
  expectSameReport,
  scikitAnswerSchema,
  type ScikitAnswer,
} from './scikit-learn.test-helper'

describeWithPython('agrees with scikit-learn to 1e-9', () => {
  /** Logits so far apart that probabilities are as good as 0, where scikit-learn clips. */
  const extreme = madePredictions(2500, { factor: 12 })
  const made = madePredictions(2500, { classes: balancedClasses(1) })
  let folder = ''
  let ofMade: ScikitAnswer
  let ofExtreme: ScikitAnswer

  async function ask(name: string, predictions: typeof made): Promise<ScikitAnswer> {
    const [file, csv] = [join(folder, `${name}.csv`), join(folder, `${name}-report.csv`)]
    await writePredictions(file, predictions)
    const { labels, scores, classes } = predictions
    await writeFile(csv, reportCsv(evaluationReport(labels, scores, classes)))
    return scikitAnswerSchema.parse(await runPython('evaluate_predictions.py', [file, csv]))
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
    expectSameReport(evaluationReportSchema.parse(read), ofMade)
  })

  test.each([
    ['made', made, () => ofMade],
    ['extreme', extreme, () => ofExtreme],
  ] as const)('the report of a file: %s', async (name, { labels, classes }, answer) => {
    const scores = await readPredictions(join(folder, `${name}.csv`), { labels, classes })
    const report = evaluationReport(labels, scores, classes)
    expectSameReport(report, answer())
  })

  test('a probability of 0 costs what scikit-learn says, not what the logits do', () => {
    const { loss } = evaluationReport(extreme.labels, extreme.scores, extreme.classes)
    expect(loss).toBeGreaterThan((ofExtreme.expected.loss ?? NaN) + 0.01)
  })

  test('the CSV of a report', () => {
    expectSameCsv(ofMade, made.classes)
  })
})
