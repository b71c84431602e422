import { expect, test } from 'vitest'
import { median, quantile, ratioSpread } from './statistics'

test.each([
  [[3], 3],
  [[4, 1, 3], 3],
  [[4, 1, 3, 2], 2.5],
])('the median of %j is %d', (values, expected) => {
  expect(median(values)).toBe(expected)
})

test('a quantile lies between its neighbours', () => {
  // numpy.quantile([10, 20, 40], 0.9) == 36
  expect(quantile([40, 10, 20], 0.9)).toBeCloseTo(36, 12)
})

test('nothing has no median', () => {
  expect(() => median([])).toThrow('no values')
})

test('a ratio compares what was measured in the same round', () => {
  const ours = [[10, 30, 20], [40], [18]]
  const theirs = [[40], [80, 80], [45]]
  expect(ratioSpread(ours, theirs)).toEqual({ median: 0.5, least: 0.4, most: 0.5 })
})
