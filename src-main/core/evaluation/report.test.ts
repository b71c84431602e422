import { describe, expect, test } from 'vitest'
import { evaluationReportSchema } from '../../../src-preload/contract/evaluation'
import { createRandom } from '../random/random'
import { evaluationReport } from './report'
import { reportText } from './report-text'

const classes = [...'lIO'].map((character, label) => ({ label: label + 1, character }))
const subject = { dataset: 'made', part: 'test', trainingImages: 1234 } as const

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

  test('of 18,800 images and 47 classes takes well below 100 ms', () => {
    const random = createRandom(1, 'speed')
    const labels = Int32Array.from({ length: 18_800 }, () => random.integer(47))
    const values = Float32Array.from({ length: 18_800 * 47 }, () => 5 * random.uniform())
    const many = Array.from({ length: 47 }, (_, label) => ({ label, character: String(label) }))
    const timesMs = Array.from({ length: 5 }, () => {
      const started = performance.now()
      evaluationReport(labels, { kind: 'logits', values }, many)
      return performance.now() - started
    })
    expect(Math.min(...timesMs)).toBeLessThan(100)
  })
})

test('the text has headline, table, classes and pairs', () => {
  const report = reportOf([0, 0, 0, 1, 1, 2], [0, 0, 1, 1, 0, 0])
  const notes = ['logits adjusted to the class shares of the test part']
  expect(reportText(report, { ...subject, notes })).toBe(
    `accuracy 50.00 % [18.76, 81.24] 95 % Wilson   loss 0.8236   top-3 100.00 %
made, test part: 6 images, learnt from 1,234 images
logits adjusted to the class shares of the test part

              precision    recall  f1-score   support

           l     0.5000    0.6667    0.5714         3
           I     0.5000    0.5000    0.5000         2
           O     0.0000    0.0000    0.0000         1

    accuracy                         0.5000         6
   macro avg     0.3333    0.3889    0.3571         6
weighted avg     0.4167    0.5000    0.4524         6

best classes (F1):    l 0.5714   I 0.5000   O 0.0000
hardest classes (F1): O 0.0000   I 0.5000   l 0.5714

most confused pairs:
  l / I      2   l as I: 1, I as l: 1
  l / O      1   l as O: 0, O as l: 1
`,
  )
})
