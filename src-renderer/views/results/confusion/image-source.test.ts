import { expect, test } from 'vitest'
import { madeMeasurement } from '../../../stores/made-measurement.test-helper'
import { sourceOf } from './image-source'

const measurement = madeMeasurement([[1]])
const run = {
  status: 'finished',
  epochs: 1,
  epochsDone: 1,
  dataset: 'letters',
  split: null,
} as const

test.each([
  [
    'of a run on its own data set, as the run was begun',
    { run },
    { source: 'letters', split: null },
  ],
  [
    'of a run on another one',
    { run: { ...run, dataset: 'strokes' } },
    { source: 'letters', split: 'letters' },
  ],
  ['of predictions made elsewhere', { run: null }, { source: 'letters', split: 'letters' }],
  [
    'of which nothing was kept',
    {
      predictions: { kind: 'missing', error: { code: 'internal', message: '', hint: '' } },
    } as const,
    null,
  ],
])('the data set of images %s', (_what, parts, source) => {
  expect(sourceOf({ ...measurement, ...parts })).toEqual(source)
})
