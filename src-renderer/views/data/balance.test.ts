import { expect, test } from 'vitest'
import { balanceBars, countTicks } from './balance'

const CONTENT = {
  classes: [
    { label: 0, character: '0', characters: ['0'], trainCount: 7, testCount: 2 },
    { label: 1, character: 'C', characters: ['C', 'c'], trainCount: 20, testCount: 2 },
    { label: 5, character: 'x', characters: ['x'], trainCount: 7, testCount: 0 },
  ],
}

test.each([
  ['train', 'class', [0, 1, 2], [7, 20, 7]],
  ['train', 'count', [1, 0, 2], [20, 7, 7]],
  ['test', 'count', [0, 1, 2], [2, 2, 0]],
] as const)('bars of the part %s by %s', (part, order, classes, counts) => {
  const bars = balanceBars(CONTENT, part, order)
  expect(bars.map((bar) => bar.class)).toEqual(classes)
  expect(bars.map(({ count }) => count)).toEqual(counts)
})

test.each([
  [39_787, [0, 10_000, 20_000, 30_000, 40_000]],
  [2300, [0, 1000, 2000, 3000]],
  [3, [0, 1, 2, 3]],
  [0, [0, 1]],
])('ticks up to %i', (most, ticks) => {
  expect(countTicks(most)).toEqual(ticks)
})
