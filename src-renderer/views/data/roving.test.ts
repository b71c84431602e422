import { expect, test } from 'vitest'
import { nextCell, rowsOf } from './roving'

/** Three rows of eight, the last with five: places 0 to 20. */
const SHAPE = { count: 21, columns: 8, pageRows: 2 }

test.each([
  ['ArrowRight', 0, 1],
  ['ArrowRight', 7, 8],
  ['ArrowRight', 20, null],
  ['ArrowLeft', 8, 7],
  ['ArrowLeft', 0, null],
  ['ArrowDown', 3, 11],
  ['ArrowDown', 14, 20],
  ['ArrowDown', 17, null],
  ['ArrowUp', 17, 9],
  ['ArrowUp', 3, null],
  ['PageDown', 1, 17],
  ['PageDown', 7, 20],
  ['PageUp', 17, 1],
  ['PageUp', 9, 1],
  ['Home', 13, 8],
  ['End', 9, 15],
  ['End', 17, 20],
  ['x', 5, null],
])('%s at %i', (key, from, to) => {
  expect(nextCell(key, from, SHAPE)).toBe(to)
})

test.each([
  ['Home', 0],
  ['End', 20],
])('Ctrl and %s', (key, to) => {
  expect(nextCell(key, 11, SHAPE, true)).toBe(to)
})

test('an empty grid leads nowhere', () => {
  expect(nextCell('End', 0, { ...SHAPE, count: 0 })).toBeNull()
})

test('cells stand row by row', () => {
  expect(rowsOf([1, 2, 3, 4, 5], 2)).toEqual([[1, 2], [3, 4], [5]])
})
