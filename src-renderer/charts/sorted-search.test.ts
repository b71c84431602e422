import { expect, test } from 'vitest'
import { firstFrom, nearest } from './sorted-search'

const steps = Float64Array.from([10, 20, 30, 50])

test.each([
  [0, 0],
  [10, 0],
  [10.5, 1],
  [50, 3],
  [51, 4],
])('the first step from %d on is number %d', (limit, expected) => {
  expect(firstFrom(steps, limit)).toBe(expected)
})

test.each([
  [-5, 0],
  [14, 0],
  [15, 0],
  [16, 1],
  [41, 3],
  [99, 3],
])('nearest to step %d is number %d', (wanted, expected) => {
  expect(nearest(steps, wanted)).toBe(expected)
})

test('nothing is nearest in an empty curve', () => {
  expect(nearest(new Float64Array(0), 1)).toBe(-1)
})
