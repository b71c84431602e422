import type { ConfusedPair, Confusion } from '../../../src-preload/contract/evaluation'
import { internalError } from '../errors'

/** `[actual][predicted]`: numbers of images. */
export type ConfusionMatrix = readonly (readonly number[])[]

/**
 * Counts which class was taken for which.
 *
 * @param labels `[count]`: true class indices
 * @param predicted `[count]`: predicted class indices
 */
export function confusionMatrix(
  labels: Int32Array,
  predicted: Int32Array,
  classCount: number,
): number[][] {
  if (predicted.length !== labels.length) {
    throw internalError(`${predicted.length} predictions for ${labels.length} labels`)
  }
  const matrix = Array.from({ length: classCount }, () => new Array<number>(classCount).fill(0))
  labels.forEach((label, image) => {
    const guess = predicted[image] ?? -1
    const row = matrix[label]
    const cell = row?.[guess]
    if (row === undefined || cell === undefined) {
      throw internalError(`label ${label}, prediction ${guess} of ${classCount} classes`)
    }
    row[guess] = cell + 1
  })
  return matrix
}

/** Which class was taken for which other, most frequent first; equals in the order of the matrix. */
export function topConfusions(matrix: ConfusionMatrix, limit: number): Confusion[] {
  return matrix
    .flatMap((row, actual) => {
      const support = row.reduce((sum, count) => sum + count, 0)
      return row.flatMap((count, predicted) =>
        actual === predicted || count === 0
          ? []
          : [{ actual, predicted, count, share: count / support }],
      )
    })
    .sort((a, b) => b.count - a.count)
    .slice(0, limit)
}

/** Which two classes were taken for each other, both ways together, most frequent first. */
export function confusedPairs(matrix: ConfusionMatrix, limit: number): ConfusedPair[] {
  return matrix
    .flatMap((row, first) =>
      row.slice(first + 1).flatMap((forth, offset): ConfusedPair[] => {
        const second = first + 1 + offset
        const back = matrix[second]?.[first] ?? 0
        const count = forth + back
        return count === 0 ? [] : [{ classes: [first, second], count, directions: [forth, back] }]
      }),
    )
    .sort((a, b) => b.count - a.count)
    .slice(0, limit)
}
