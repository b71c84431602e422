import { expect, test } from 'vitest'
import { perClassRecall } from './class-metrics'

test('recall is the share of a class that is recognised, null where there is none of it', () => {
  const labels = Int32Array.of(0, 0, 0, 0, 1, 3)
  const predicted = Int32Array.of(0, 0, 0, 2, 1, 0)
  expect(perClassRecall(labels, predicted, 4)).toEqual([0.75, 1, null, 0])
})
