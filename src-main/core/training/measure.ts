import type { TestResult } from '../../../src-preload/contract/evaluation'
import type { Dataset } from '../datasets/dataset'
import { applyAdjustment } from '../evaluation/adjustment'
import { meanMetrics } from '../evaluation/mean-metrics'
import { evaluationReport } from '../evaluation/report'
import { scoreImages } from '../evaluation/scores'
import { wilsonInterval } from '../evaluation/wilson-interval'

/** Where the images of a part lie in a data set. */
export function partIndices(
  { trainCount, testCount }: Pick<Dataset, 'trainCount' | 'testCount'>,
  part: 'training' | 'test',
): Int32Array<ArrayBuffer> {
  return part === 'training'
    ? Int32Array.from({ length: trainCount }, (_, index) => index)
    : Int32Array.from({ length: testCount }, (_, index) => trainCount + index)
}

/**
 * The report of some images, by logits adjusted where that is asked for; with the headline of the same
 * logits without it.
 *
 * @param indices of the images
 * @param logits `[indices, classes]`, as the network gives them
 * @throws GlyphlabError `loss-not-finite`
 */
export function testResult(
  { labels: all, classes }: Pick<Dataset, 'labels' | 'classes'>,
  indices: Int32Array,
  logits: Float32Array,
  adjustment: Float32Array | null,
): TestResult {
  const labels = indices.map((index) => all[index] ?? 0)
  const values = adjustment ? applyAdjustment(logits, adjustment) : logits
  const report = evaluationReport(labels, { kind: 'logits', values }, classes)
  if (!adjustment) return { ...report, unadjusted: null }
  const plain = scoreImages(labels, { kind: 'logits', values: logits, classCount: classes.length })
  const unadjusted = meanMetrics(labels, plain)
  const hits = plain.predicted.reduce(
    (sum, label, image) => sum + (label === labels[image] ? 1 : 0),
    0,
  )
  const interval = wilsonInterval(hits, labels.length)
  return { ...report, unadjusted: unadjusted && interval && { ...unadjusted, interval } }
}
