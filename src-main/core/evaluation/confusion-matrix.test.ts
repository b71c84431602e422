import { expect, test } from 'vitest'
import { confusedPairs, confusionMatrix, topConfusions } from './confusion-matrix'

const matrix = [
  [5, 2, 0, 1],
  [2, 9, 0, 0],
  [0, 4, 3, 1],
  [3, 0, 0, 7],
]

test('rows are true classes, columns predicted ones', () => {
  const labels = Int32Array.of(0, 0, 1, 2, 2)
  const predicted = Int32Array.of(0, 1, 1, 0, 0)
  expect(confusionMatrix(labels, predicted, 3)).toEqual([
    [1, 1, 0],
    [0, 1, 0],
    [2, 0, 0],
  ])
})

test('a prediction that is no class, or one too few, is a fault', () => {
  expect(() => confusionMatrix(Int32Array.of(0), Int32Array.of(3), 3)).toThrow('internal:')
  expect(() => confusionMatrix(Int32Array.of(3), Int32Array.of(0), 3)).toThrow('internal:')
  expect(() => confusionMatrix(Int32Array.of(0, 1), Int32Array.of(0), 3)).toThrow('internal:')
})

test('confusions come most frequent first, equals in the order of the matrix', () => {
  expect(topConfusions(matrix, 4)).toEqual([
    { actual: 2, predicted: 1, count: 4, share: 0.5 },
    { actual: 3, predicted: 0, count: 3, share: 0.3 },
    { actual: 0, predicted: 1, count: 2, share: 0.25 },
    { actual: 1, predicted: 0, count: 2, share: 2 / 11 },
  ])
  expect(topConfusions(matrix, 99)).toHaveLength(6)
})

test('pairs add both directions', () => {
  expect(confusedPairs(matrix, 99)).toEqual([
    { classes: [0, 1], count: 4, directions: [2, 2] },
    { classes: [0, 3], count: 4, directions: [1, 3] },
    { classes: [1, 2], count: 4, directions: [0, 4] },
    { classes: [2, 3], count: 1, directions: [1, 0] },
  ])
  expect(confusedPairs(matrix, 1)).toHaveLength(1)
})
