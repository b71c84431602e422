import { describe, expect, test } from 'vitest'
import { SmoothedCurve } from './smoothing'

/*
 * Expected values are means with weights w^(n - i), written out: at 0.5 the third of 4, 2, 3 is
 * (0.25 * 4 + 0.5 * 2 + 1 * 3) / 1.75 = 20 / 7.
 */
describe('a smoothed curve', () => {
  test.each([
    [0, [4, 2, 3, 1], [4, 2, 3, 1]],
    [0.5, [4, 2, 3, 1], [4, 8 / 3, 20 / 7, 28 / 15]],
    [0.9, [1, 1, 1], [1, 1, 1]],
    [0.85, [3.85], [3.85]],
    [0.85, [], []],
  ])('of weight %d over %j is %j', (weight, values, expected) => {
    const smoothed = new SmoothedCurve(weight).follow(Float64Array.from(values))
    expect([...smoothed]).toEqual(expected.map((value) => expect.closeTo(value, 12)))
  })

  test('is the same whether its values come at once or one by one', () => {
    const values = Float64Array.from({ length: 1000 }, (_, index) => Math.sin(index) + index / 100)
    const growing = new SmoothedCurve(0.97)
    for (let length = 0; length < values.length; length += 7)
      growing.follow(values.subarray(0, length))
    expect(growing.follow(values)).toEqual(new SmoothedCurve(0.97).follow(values))
  })

  test('stays within the range of its values', () => {
    const values = Float64Array.from({ length: 500 }, (_, index) => (index * 7919) % 101)
    const smoothed = new SmoothedCurve(0.99).follow(values)
    expect(Math.min(...smoothed)).toBeGreaterThanOrEqual(0)
    expect(Math.max(...smoothed)).toBeLessThanOrEqual(100)
  })
})
