import { describe, expect, test } from 'vitest'
import { evaluationReportSchema } from '../../../src-preload/contract/evaluation'
import { evaluationReport } from './report'
import { reportText, type ReportSubject } from './report-text'

const classes = ['l', 'I', 'Oo'].map((both, index) => {
  const characters = [...both]
  return { label: index + 1, character: characters[0] ?? '', characters }
})
const subject: ReportSubject = {
  dataset: 'made',
  split: 'balanced',
  corrections: null,
  part: 'test',
  trainingImages: 1234,
  seed: 7,
  bestEpoch: 3,
  notes: [],
}

/**
 * Scores 2 for the class predicted, 1 for the true one and 0 for others: a hit loses log(e^2 + 2) - 2 = 0.2395,
 * a miss log(e^2 + e + 1) - 1 = 1.4076.
 */
function reportOf(labels: readonly number[], predicted: readonly number[]) {
  const values = labels.flatMap((label, image) =>
    classes.map((_, index) => (index === predicted[image] ? 2 : index === label ? 1 : 0)),
  )
  const scores = { kind: 'logits', values: Float32Array.from(values) } as const
  return evaluationReport(Int32Array.from(labels), scores, classes)
}

describe('a report', () => {
  test('survives JSON and fits its schema', () => {
    const report = reportOf([0, 0, 0, 1, 1, 2], [0, 0, 1, 1, 0, 0])
    expect(evaluationReportSchema.parse(JSON.parse(JSON.stringify(report)))).toEqual(report)
    expect(report).toMatchObject({
      count: 6,
      accuracy: 0.5,
      top3Accuracy: 1,
      confusion: [
        [2, 1, 0],
        [1, 1, 0],
        [1, 0, 0],
      ],
      bestClasses: [0, 1, 2],
      hardestClasses: [2, 1, 0],
    })
    expect(report.perClass[0]).toEqual({
      label: 1,
      character: 'l',
      characters: ['l'],
      precision: 0.5,
      recall: 2 / 3,
      f1: 4 / 7,
      support: 3,
      predicted: 4,
    })
  })

  test('without images says null, not nought', () => {
    const report = reportOf([], [])
    expect(evaluationReportSchema.parse(report)).toMatchObject({
      count: 0,
      accuracy: null,
      interval: null,
      loss: null,
      top3Accuracy: null,
      calibration: null,
      macro: null,
      weighted: null,
      bestClasses: [],
      hardestClasses: [],
      confusedPairs: [],
    })
    expect(reportText(report, subject)).toContain('accuracy none   loss none   top-3 none\n')
  })

  test('ranks no class without images, and equals in their order', () => {
    const report = reportOf([2, 1], [2, 1])
    expect(report.bestClasses).toEqual([1, 2])
    expect(report.hardestClasses).toEqual([1, 2])
  })
})

test('the text has headline, table, classes and pairs', () => {
  const report = reportOf([0, 0, 0, 1, 1, 2], [0, 0, 1, 1, 0, 0])
  const notes = ['logits adjusted to the class shares of the test part']
  expect(reportText(report, { ...subject, notes })).toBe(
    `accuracy 50.00 % [18.76, 81.24] 95 % Wilson   loss 0.8236 nats   top-3 100.00 %
calibration error (ECE) 43.91 %; worst of 2 bins: 0.00 % right at 66.52 % confidence (3 images)
made, split balanced, test part: 6 images; learnt from 1,234 images, seed 7, best epoch 3
the interval takes images as independent; who wrote them is unknown
logits adjusted to the class shares of the test part

              precision    recall  f1-score   support

           l     0.5000    0.6667    0.5714         3
           I     0.5000    0.5000    0.5000         2
         O o     0.0000    0.0000    0.0000         1

    accuracy                         0.5000         6
   macro avg     0.3333    0.3889    0.3571         6
weighted avg     0.4167    0.5000    0.4524         6

best classes (F1):    l 0.5714   I 0.5000   O or o 0.0000
hardest classes (F1): O or o 0.0000   I 0.5000   l 0.5714

most confused pairs:
  l / I           2   l as I: 1, I as l: 1
  l / O or o      1   l as O or o: 0, O or o as l: 1
`,
  )
})

test('what is not known of a network is said', () => {
  const unknown = { ...subject, trainingImages: null, seed: null, bestEpoch: null }
  expect(reportText(reportOf([0], [0]), unknown)).toContain(
    'made, split balanced, test part: 1 images; learnt from an unknown number of images, seed unknown, best epoch unknown\n',
  )
})
