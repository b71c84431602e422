import type { Measurement, PredictedImage } from '../../src-preload/contract/measurement'

const average = { precision: 0.8, recall: 0.8, f1: 0.8 }

/** A measurement of so many classes, called A, B, C and so on. */
export function madeMeasurement(
  confusion: readonly (readonly number[])[],
  file = 'letters-test',
): Measurement {
  const total = confusion.flat().reduce((sum, count) => sum + count, 0)
  return {
    ref: { run: null, file },
    called: { kind: 'name', name: 'Anyone’s' },
    evaluation: {
      schema: 1,
      dataset: { name: 'letters', split: 'letters', fingerprint: 'f', corrections: null },
      part: 'test',
      run: null,
      trainingImages: null,
      seed: null,
      bestEpoch: null,
      model: null,
      measuredAt: '2026-01-02T03:04:05.000Z',
      measurements: 1,
      report: {
        count: total,
        accuracy: 0.8,
        interval: null,
        loss: null,
        top3Accuracy: null,
        calibration: null,
        macro: average,
        weighted: average,
        perClass: confusion.map((row, index) => {
          const character = String.fromCharCode(65 + index)
          const support = row.reduce((sum, count) => sum + count, 0)
          return {
            ...average,
            label: index,
            character,
            characters: [character],
            support,
            predicted: support,
          }
        }),
        confusion: confusion.map((row) => [...row]),
        topConfusions: [],
        confusedPairs: [],
        bestClasses: [],
        hardestClasses: [],
        unadjusted: null,
      },
    },
    run: null,
    testMeasured: null,
    predictions: { kind: 'kept', confidences: { right: [], wrong: [] }, source: 'letters' },
  }
}

/** Written A, read as B. */
export function madeImage(index: number): PredictedImage {
  return {
    place: { part: 'test', index },
    actual: 0,
    top: [{ class: 1, probability: 0.9 }],
    actualProbability: 0.1,
    pixels: null,
  }
}
