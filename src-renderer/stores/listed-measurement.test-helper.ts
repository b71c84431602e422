import type { ListedMeasurement } from '../../src-preload/contract/measurement'

/** As a list has what `madeMeasurement` makes. */
export function listedMeasurement(change: Partial<ListedMeasurement> = {}): ListedMeasurement {
  return {
    ref: { run: null, file: 'letters-test' },
    called: { kind: 'name', name: 'Anyone’s' },
    dataset: { name: 'letters', split: 'letters', fingerprint: 'f', corrections: null },
    part: 'test',
    seed: null,
    measuredAt: '2026-01-02T03:04:05.000Z',
    classes: 2,
    images: 20,
    accuracy: 0.8,
    interval: null,
    hasPredictions: true,
    ...change,
  }
}
