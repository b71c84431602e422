import { expect, test } from 'vitest'
import { evaluationFileSchema, type EvaluationFile } from './evaluation'

const file: EvaluationFile = {
  schema: 1,
  dataset: { name: 'emnist47', split: 'balanced', fingerprint: '0123abcd', corrections: null },
  part: 'test',
  run: null,
  trainingImages: null,
  seed: null,
  bestEpoch: null,
  model: null,
  measuredAt: '2026-01-02T03:04:05.678Z',
  measurements: 1,
  report: {
    count: 0,
    accuracy: null,
    interval: null,
    loss: null,
    top3Accuracy: null,
    calibration: null,
    macro: null,
    weighted: null,
    perClass: [],
    confusion: [],
    topConfusions: [],
    confusedPairs: [],
    bestClasses: [],
    hardestClasses: [],
    unadjusted: null,
  },
}

const UNKNOWN_PAIR = { classes: [0, 1], count: 0, directions: [0, 0] } as const
const withReport = (changes: object) => ({ ...file, report: { ...file.report, ...changes } })

test('an evaluation file survives JSON', () => {
  expect(evaluationFileSchema.parse(JSON.parse(JSON.stringify(file)))).toEqual(file)
})

test.each([
  ['of a later version', { ...file, schema: 2 }],
  ['with a field too many', { ...file, note: '' }],
  ['of the training part', { ...file, part: 'training' }],
  ['never measured', { ...file, measurements: 0 }],
  ['of local time', { ...file, measuredAt: '2026-01-02 03:04' }],
  ['with a matrix of classes it does not have', withReport({ confusion: [[0]] })],
  ['with more images than its matrix', withReport({ count: 1 })],
  ['that names a class it does not have', withReport({ bestClasses: [0] })],
  ['with a pair of such classes', withReport({ confusedPairs: [UNKNOWN_PAIR] })],
])('an evaluation file %s is refused', (_, other) => {
  expect(evaluationFileSchema.safeParse(other).success).toBe(false)
})
