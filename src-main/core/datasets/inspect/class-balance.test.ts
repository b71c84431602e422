import { expect, test } from 'vitest'
import { classBalance } from './class-balance'

test.each([
  ['even', [5, 5], { least: { class: 0, count: 5 }, most: { class: 0, count: 5 }, ratio: 1 }],
  ['uneven', [4, 2, 8], { least: { class: 1, count: 2 }, most: { class: 2, count: 8 }, ratio: 4 }],
  [
    'with an absent class',
    [3, 0],
    { least: { class: 1, count: 0 }, most: { class: 0, count: 3 }, ratio: null },
  ],
  ['without images', [0, 0], null],
  ['without classes', [], null],
])('a part that is %s', (_, counts, balance) => {
  expect(classBalance(Int32Array.from(counts))).toEqual(balance)
})
