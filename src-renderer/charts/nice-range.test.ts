import { describe, expect, test } from 'vitest'
import { logTicks, niceFloor, niceRange, niceStep, quantiles } from './nice-range'

test.each([
  [0.013, 0.02],
  [0.02, 0.02],
  [3, 5],
  [70, 100],
  [0.1, 0.1],
])('ticks at least %d apart are %d apart', (value, expected) => {
  expect(niceStep(value)).toBeCloseTo(expected, 12)
})

test.each([
  [0.013, 0.01],
  [0.28, 0.2],
  [5, 5],
  [70, 50],
])('a logarithmic axis of values from %d begins at %d', (value, expected) => {
  expect(niceFloor(value)).toBeCloseTo(expected, 12)
})

describe('bounds of an axis', () => {
  test.each([
    [0.22, 0.98, 4, { from: 0.2, to: 1, step: 0.2 }],
    [0.7, 0.93, 5, { from: 0.7, to: 0.95, step: 0.05 }],
    [0.3, 0.3, 4, { from: 0.1, to: 0.5, step: 0.1 }],
    [0.5 - Number.EPSILON, 0.5, 4, { from: 0.2, to: 0.8, step: 0.2 }],
    [0, 0, 4, { from: -0.5, to: 0.5, step: 0.5 }],
  ])('of %d to %d with about %d ticks', (least, greatest, ticks, expected) => {
    const { from, to, step } = niceRange(least, greatest, ticks)
    expect(from).toBeLessThanOrEqual(least)
    expect(to).toBeGreaterThanOrEqual(greatest)
    expect(from / step).toBeCloseTo(Math.round(from / step), 9)
    expect({ from, to }).toEqual({
      from: expect.closeTo(expected.from, 9),
      to: expect.closeTo(expected.to, 9),
    })
  })
})

describe('a quantile', () => {
  const values = Float64Array.from({ length: 1001 }, (_, index) => 1000 - index)

  test.each([
    [0, 1001, 1, 1000],
    [0, 11, 0, 990],
    [0, 11, 0.5, 995],
    [5, 6, 0.9, 995],
  ])('of values %d to %d at %d is %d', (from, to, share, expected) => {
    expect(quantiles(values, from, to, [share])).toEqual([expected])
  })

  test('of many values is near', () => {
    expect(quantiles(values, 0, 1001, [0.02])[0]).toBeGreaterThan(10)
    expect(quantiles(values, 0, 1001, [0.02])[0]).toBeLessThan(30)
  })

  test('of no values is none', () => {
    expect(quantiles(values, 4, 4, [0.5])).toEqual([])
  })
})

test.each([
  ['many decades by their powers', 0.001, 10, [0.001, 0.01, 0.1, 1, 10]],
  ['two decades by ones, twos and fives', 0.05, 5, [0.05, 0.1, 0.2, 0.5, 1, 2, 5]],
  ['less than one more finely', 1, 5, [1, 1.5, 2, 3, 5]],
  ['a part of one as finely as it goes', 2, 4, [2, 2.5, 3, 4]],
])('a logarithmic axis marks %s', (_, from, to, ticks) => {
  expect(logTicks(from, to)).toEqual(ticks)
})
