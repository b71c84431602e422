import { describe, expect, test } from 'vitest'
import { ConfusionMatrix, type ConfusionMode } from './confusion-matrix'

/** Of the second class none is there; the third is never read. */
const matrix = new ConfusionMatrix([
  [6, 4, 0],
  [0, 0, 0],
  [2, 3, 0],
])
const cell = (actual: number, predicted: number) => ({ actual, predicted })

test('a cell is read with the images of its classes', () => {
  expect(matrix.read(cell(0, 1))).toEqual({
    actual: 0,
    predicted: 1,
    count: 4,
    ofActual: 10,
    ofPredicted: 7,
  })
})

test.each<[ConfusionMode, number, number]>([
  ['counts', 4, 2],
  ['by-true', 0.4, 0.4],
  ['by-predicted', 4 / 7, 0.25],
])('values %s', (mode, first, second) => {
  expect(matrix.value(cell(0, 1), mode)).toBeCloseTo(first, 12)
  expect(matrix.value(cell(2, 0), mode)).toBeCloseTo(second, 12)
  // Classes without images, and without answers, share nothing out.
  expect(matrix.value(cell(1, 1), mode)).toBe(0)
  expect(matrix.value(cell(2, 2), mode)).toBe(0)
})

describe('the greatest value', () => {
  test.each<[ConfusionMode, boolean, number]>([
    ['counts', false, 6],
    ['counts', true, 4],
    ['by-true', true, 0.6],
    ['by-predicted', false, 0.75],
  ])('%s, diagonal muted: %s', (mode, isDiagonalMuted, greatest) => {
    expect(matrix.greatest(mode, isDiagonalMuted)).toBeCloseTo(greatest, 12)
  })
  test('is 0 where there is no mistake', () => {
    expect(new ConfusionMatrix([[3]]).greatest('counts', true)).toBe(0)
    expect(new ConfusionMatrix([]).greatest('counts', false)).toBe(0)
  })
})

test.each<[ConfusionMode, readonly (readonly [number, number])[]]>([
  [
    'counts',
    [
      [0, 1],
      [2, 1],
      [2, 0],
    ],
  ],
  [
    'by-true',
    [
      [2, 1],
      [0, 1],
      [2, 0],
    ],
  ],
])('mistakes %s come the greatest first, of like ones the first first', (mode, expected) => {
  expect(matrix.mistakes(mode)).toEqual(
    expected.map(([actual, predicted]) => cell(actual, predicted)),
  )
})
