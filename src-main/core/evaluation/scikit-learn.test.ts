import { describe, expect, test } from 'vitest'
import fixture from '../../../test/fixtures/evaluation/scikit-learn.json'
import { expectClose as expectCloseTo } from './close.test-helper'
import { meanMetrics } from './mean-metrics'
import { evaluationReport } from './report'
import { classificationTable } from './report-text'
import { scoreImages } from './scores'
import { wilsonInterval } from './wilson-interval'

/** Each number agrees to 1e-12 and everything else exactly. */
function expectClose(found: unknown, wanted: unknown): void {
  expectCloseTo(found, wanted, 1e-12)
}

test('closeness is 1e-12, at any depth', () => {
  expectClose({ a: [1, 'x'] }, { a: [1 + 9e-13, 'x'] })
  expect(() => expectClose({ a: [1] }, { a: [1 + 2e-12] })).toThrow()
  expect(() => expectClose([1], [1, 2])).toThrow()
  expect(() => expectClose(NaN, 1)).toThrow()
  expect(() => expectClose(null, 1)).toThrow()
})

const { expected, probabilities } = fixture
const classes = fixture.characters.map((character, label) => {
  return { label, character, characters: [character] }
})
const labels = Int32Array.from(fixture.labels)
const logits = Float32Array.from(fixture.logits)
const report = evaluationReport(labels, { kind: 'logits', values: logits }, classes)

describe('agrees with scikit-learn', () => {
  test('in accuracy, loss and top-3 accuracy', () => {
    const { accuracy, loss, top3Accuracy } = report
    expectClose(
      { accuracy, loss, top3Accuracy },
      {
        accuracy: expected.accuracy,
        loss: expected.loss,
        top3Accuracy: expected.top3Accuracy,
      },
    )
  })

  test('in macro and weighted averages', () => {
    expectClose(report.macro, expected.macro)
    expectClose(report.weighted, expected.weighted)
  })

  test.each(['precision', 'recall', 'f1', 'support'] as const)('in the %s of each class', (key) => {
    expectClose(
      report.perClass.map((metrics) => metrics[key]),
      expected[key],
    )
  })

  test('in the confusion matrix', () => {
    expect(report.confusion).toEqual(expected.confusion)
  })

  test('in accuracy and loss with weights', () => {
    const scored = scoreImages(labels, {
      kind: 'logits',
      values: logits,
      classCount: classes.length,
    })
    expectClose(meanMetrics(labels, scored, Float64Array.from(fixture.weights)), {
      loss: expected.weightedLoss,
      accuracy: expected.weightedAccuracy,
    })
  })

  test('in accuracy and loss of probabilities', () => {
    const { accuracy, loss } = evaluationReport(
      Int32Array.from(probabilities.labels),
      { kind: 'probabilities', values: Float32Array.from(probabilities.values) },
      classes,
    )
    expectClose({ accuracy, loss }, { accuracy: probabilities.accuracy, loss: probabilities.loss })
  })

  test.each(['2', '4'] as const)('in the table of %s digits, letter for letter', (digits) => {
    expect(`${classificationTable(report, Number(digits))}\n`).toBe(expected.tables[digits])
  })
})

test.each(fixture.wilson)(
  "agrees with SciPy's Wilson interval of $successes in $trials",
  ({ successes, trials, lower, upper }) => {
    expectClose(wilsonInterval(successes, trials), { method: 'wilson', level: 0.95, lower, upper })
  },
)
