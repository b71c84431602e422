import { expect, test } from 'vitest'
import { rateChanges } from './rate-changes'

const columns = (...values: number[]) => Float64Array.from(values)
const steps = columns(10, 20, 30, 40, 50, 60)

test.each([
  ['a rate that is held', [3, 3, 3, 3, 3, 3], []],
  [
    'two reductions',
    [3, 3, 2, 2, 1, 1],
    [
      { step: 25, from: 3, to: 2 },
      { step: 50, from: 2, to: 1 },
    ],
  ],
  ['a warm-up and then nothing', [1, 2, 3, 4, 4, 4], []],
  ['a cosine', [6, 5.9, 5.5, 4, 2, 1], []],
  ['a reduction at the last step', [3, 3, 3, 3, 3, 1], [{ step: 60, from: 3, to: 1 }]],
])('the changes of %s', (_, rates, expected) => {
  expect(rateChanges(steps, columns(...rates), columns(25, 75))).toEqual(expected)
})

test('a change at the very end of an epoch that was logged is there', () => {
  expect(rateChanges(steps, columns(3, 3, 2, 2, 2, 2), columns(20, 40))).toEqual([
    { step: 20, from: 3, to: 2 },
  ])
})
