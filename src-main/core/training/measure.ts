import type { TestResult } from '../../../src-preload/contract/evaluation'
import type { Dataset } from '../datasets/dataset'
import { applyAdjustment } from '../evaluation/adjustment'
import { meanMetrics } from '../evaluation/mean-metrics'
import { imageAnswers, type ImageAnswers } from '../evaluation/image-answers'
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

/** A measurement of some images. */
export interface MeasuredImages {
  readonly report: TestResult
  readonly answers: ImageAnswers
}

/**
 * The report of some images, by logits adjusted where that is asked for, with the headline of the same
 * logits without it; and what was answered to each.
 *
 * @param indices of the images
 * @param logits `[indices, classes]`, as the network gives them
 * @throws GlyphlabError `loss-not-finite`
 */
export function measureImages(
  { labels: all, classes }: Pick<Dataset, 'labels' | 'classes'>,
  indices: Int32Array,
  logits: Float32Array,
  adjustment: Float32Array | null,
): MeasuredImages {
  const labels = indices.map((index) => all[index] ?? 0)
  const values = adjustment ? applyAdjustment(logits, adjustment) : logits
  const scores = { kind: 'logits', values, classCount: classes.length } as const
  const report = evaluationReport(labels, scores, classes)
  const unadjusted = adjustment ? unadjustedMeans(labels, logits, classes.length) : null
  return { report: { ...report, unadjusted }, answers: imageAnswers(labels, scores) }
}

function unadjustedMeans(
  labels: Int32Array,
  logits: Float32Array,
  classCount: number,
): TestResult['unadjusted'] {
  const plain = scoreImages(labels, { kind: 'logits', values: logits, classCount })
  const means = meanMetrics(labels, plain)
  const hits = plain.predicted.reduce(
    (sum, label, image) => sum + (label === labels[image] ? 1 : 0),
    0,
  )
  const interval = wilsonInterval(hits, labels.length)
  return means && interval && { ...means, interval }
}
