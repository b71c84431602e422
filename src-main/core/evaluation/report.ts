import type { EvaluationReport } from '../../../src-preload/contract/evaluation'
import type { CharacterClass } from '../datasets/dataset'
import { calibration } from './calibration'
import {
  classRanking,
  macroAverage,
  perClassMetrics,
  supportWeightedAverage,
} from './class-metrics'
import { confusedPairs, confusionMatrix, topConfusions } from './confusion-matrix'
import { meanMetrics } from './mean-metrics'
import { scoreImages, type Scores } from './scores'
import { wilsonInterval } from './wilson-interval'

/** How many of the most frequent confusions a report lists. */
const LISTED_CONFUSIONS = 20
const TOP = 3

/**
 * Everything the report of one part of a data set says.
 *
 * Figures agree with scikit-learn's for `labels=range(classes)` and `zero_division=0`. An image counts for
 * top-3 accuracy where fewer than three classes score strictly higher than its own, so ties are in its
 * favour (as in TensorFlow's in_top_k).
 *
 * @param labels `[count]`: true class indices
 * @throws GlyphlabError `loss-not-finite` where a score is not a finite number
 */
export function evaluationReport(
  labels: Int32Array,
  scores: Omit<Scores, 'classCount'>,
  classes: readonly CharacterClass[],
): EvaluationReport {
  const scored = scoreImages(labels, { ...scores, classCount: classes.length })
  const means = meanMetrics(labels, scored)
  const confusion = confusionMatrix(labels, scored.predicted, classes.length)
  const hits = confusion.reduce((sum, row, index) => sum + (row[index] ?? 0), 0)
  const inTop = scored.ranks.reduce((sum, rank) => sum + (rank < TOP ? 1 : 0), 0)
  const perClass = perClassMetrics(confusion, classes)
  return {
    count: labels.length,
    accuracy: means?.accuracy ?? null,
    interval: wilsonInterval(hits, labels.length),
    loss: means?.loss ?? null,
    top3Accuracy: labels.length === 0 ? null : inTop / labels.length,
    calibration: calibration(labels, scored),
    macro: macroAverage(perClass),
    weighted: supportWeightedAverage(perClass),
    perClass,
    confusion,
    topConfusions: topConfusions(confusion, LISTED_CONFUSIONS),
    confusedPairs: confusedPairs(confusion, LISTED_CONFUSIONS),
    bestClasses: classRanking(perClass, 'best'),
    hardestClasses: classRanking(perClass, 'hardest'),
  }
}
