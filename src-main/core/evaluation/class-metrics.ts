import type { AverageMetrics, ClassMetrics } from '../../../src-preload/contract/evaluation'
import type { CharacterClass } from '../datasets/dataset'
import { confusionMatrix, type ConfusionMatrix } from './confusion-matrix'

/**
 * Precision, recall, F1 and support of each class. A ratio without a denominator is 0, as with
 * scikit-learn's `zero_division=0`.
 */
export function perClassMetrics(
  matrix: ConfusionMatrix,
  classes: readonly CharacterClass[],
): ClassMetrics[] {
  const predictedCounts = classes.map((_, index) =>
    matrix.reduce((sum, row) => sum + (row[index] ?? 0), 0),
  )
  return classes.map(({ label, character, characters }, index) => {
    const hits = matrix[index]?.[index] ?? 0
    const support = (matrix[index] ?? []).reduce((sum, count) => sum + count, 0)
    const predicted = predictedCounts[index] ?? 0
    return {
      label,
      character,
      characters: [...characters],
      precision: ratio(hits, predicted),
      recall: ratio(hits, support),
      f1: ratio(2 * hits, predicted + support),
      support,
      predicted,
    }
  })
}

/**
 * Share of each class's images that are recognised, for the course of a class over the epochs.
 *
 * @param labels `[count]`: true class indices
 * @param predicted `[count]`: predicted class indices
 * @returns `[classCount]`; null where there is no image of the class
 */
export function perClassRecall(
  labels: Int32Array,
  predicted: Int32Array,
  classCount: number,
): (number | null)[] {
  return confusionMatrix(labels, predicted, classCount).map((row, index) => {
    const support = row.reduce((sum, count) => sum + count, 0)
    return support === 0 ? null : (row[index] ?? 0) / support
  })
}

/** Mean over all classes, those without images too: `average='macro'` with all classes as `labels`. */
export function macroAverage(perClass: readonly ClassMetrics[]): AverageMetrics | null {
  return weightedMean(perClass, () => 1)
}

/** Mean over the classes by their support: `average='weighted'`. */
export function supportWeightedAverage(perClass: readonly ClassMetrics[]): AverageMetrics | null {
  return weightedMean(perClass, ({ support }) => support)
}

function weightedMean(
  perClass: readonly ClassMetrics[],
  weightOf: (metrics: ClassMetrics) => number,
): AverageMetrics | null {
  const total = perClass.reduce((sum, metrics) => sum + weightOf(metrics), 0)
  const images = perClass.reduce((sum, { support }) => sum + support, 0)
  if (total === 0 || images === 0) return null
  const mean = (key: keyof AverageMetrics): number =>
    perClass.reduce((sum, metrics) => sum + weightOf(metrics) * metrics[key], 0) / total
  return { precision: mean('precision'), recall: mean('recall'), f1: mean('f1') }
}

/**
 * Class indices by F1, which a class loses both by its own images being missed and by others being taken
 * for it. Equals stay in the order of the classes; classes without images are left out.
 */
export function classRanking(
  perClass: readonly ClassMetrics[],
  order: 'best' | 'hardest',
): number[] {
  const sign = order === 'best' ? -1 : 1
  return perClass
    .map(({ f1, support }, index) => ({ f1, support, index }))
    .filter(({ support }) => support > 0)
    .sort((a, b) => sign * (a.f1 - b.f1))
    .map(({ index }) => index)
}

function ratio(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole
}
