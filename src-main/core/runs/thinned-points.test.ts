import { expect, test } from 'vitest'
import { ThinnedPoints } from './thinned-points'

function stepsKept(count: number): number[] {
  const points = new ThinnedPoints(4)
  for (let step = 1; step <= count; step++)
    points.add({ step, loss: 1, accuracy: 0.5, learningRate: 1e-3 })
  return points.all().map(({ step }) => step)
}

test.each([
  [0, []],
  [1, [1]],
  [4, [1, 2, 3, 4]],
  [5, [2, 4, 5]],
  [6, [2, 4, 6]],
  [8, [2, 4, 6, 8]],
  [9, [2, 4, 6, 8, 9]],
  [10, [4, 8, 10]],
  [41, [16, 32, 41]],
])('of %i points these are kept', (count, kept) => {
  expect(stepsKept(count)).toEqual(kept)
})
