import type { TrainingConfiguration } from '../../../src-preload/contract/training'
import {
  classShares,
  importanceWeights,
  priorCorrection,
  sharesDiffer,
} from '../datasets/class-shares'
import type { Dataset } from '../datasets/dataset'
import type { TrainingSplit } from '../datasets/split'
import { applyAdjustment } from '../evaluation/adjustment'
import { perClassRecall } from '../evaluation/class-metrics'
import { meanMetrics, type MeanMetrics } from '../evaluation/mean-metrics'
import { scoreImages } from '../evaluation/scores'
import { GlyphlabError, internalError } from '../errors'

/**
 * How a run is steered where training and test part have different class shares. Of the test part its
 * shares are used, as the data set's declared class prior, and nothing else.
 */
export interface Steering {
  /** Added to the logits, `[classes]`; null where they stay as they are. */
  readonly adjustment: Float32Array | null
  /** Added to the logits within the loss: the opposite, so that the network learns what `adjustment` would add. */
  readonly lossAdjustment: Float32Array | null
  /** Weight of each validation image; undefined where all count alike. */
  readonly validationWeights: Float64Array | undefined
  /** Weight of a training image by its class, mean 1; null where all count alike. */
  readonly classWeights: Float32Array | null
}

/**
 * Decides how a run is steered.
 * @throws GlyphlabError `dataset-invalid` where no class of the test part is there to validate with, `usage` where
 *   logits are to be adjusted to a test part without images
 */
export function planSteering(
  { labels, classes, trainCount }: Dataset,
  { train, validation }: TrainingSplit,
  {
    classWeights,
    logitAdjustment,
  }: Pick<TrainingConfiguration, 'classWeights' | 'logitAdjustment'>,
): Steering {
  const testLabels = labels.subarray(trainCount)
  const trainShares = classShares(labels, classes.length, train)
  if (testLabels.length === 0)
    return withoutTestPart(trainShares, { classWeights, logitAdjustment })
  const testShares = classShares(testLabels, classes.length)
  // Whether they differ is asked of the whole training part: a small subset of it differs by rounding alone.
  const wholeShares = classShares(labels.subarray(0, trainCount), classes.length)
  const differ = sharesDiffer(wholeShares, testShares, testLabels.length)
  const weights = classWeights === 'balanced' ? balancedWeights(trainShares) : null
  // Weighted images shift the prior that a network learns: to even shares, by `balanced`.
  const learnedShares = weights
    ? trainShares.map((share, index) => share * (weights[index] ?? 1))
    : trainShares
  const adjusts =
    logitAdjustment === 'on' ||
    (logitAdjustment !== 'off' &&
      sharesDiffer(weights ? learnedShares : wholeShares, testShares, testLabels.length))
  const validationLabels = validation.map((index) => labels[index] ?? 0)
  const correction = adjusts ? priorCorrection(learnedShares, testShares, testLabels.length) : null
  const isInLoss = logitAdjustment === 'loss'
  return {
    adjustment: isInLoss ? null : correction,
    lossAdjustment: isInLoss && correction ? correction.map((value) => -value) : null,
    validationWeights: differ ? importanceWeights(validationLabels, testShares) : undefined,
    classWeights: weights,
  }
}

/** Nobody has said then which class shares to steer towards. */
function withoutTestPart(
  trainShares: Float64Array,
  {
    classWeights,
    logitAdjustment,
  }: Pick<TrainingConfiguration, 'classWeights' | 'logitAdjustment'>,
): Steering {
  if (logitAdjustment === 'on')
    throw new GlyphlabError(
      'usage',
      'logits cannot be adjusted: the data set has no test part, whose class shares they would fit',
      'Leave out --logit-adjustment, or name a data set with a test part.',
    )
  return {
    adjustment: null,
    lossAdjustment: null,
    validationWeights: undefined,
    classWeights: classWeights === 'balanced' ? balancedWeights(trainShares) : null,
  }
}

/** 1 / (classes present * share): every class weighs the same, the mean over the images is 1. */
function balancedWeights(shares: Float64Array): Float32Array {
  const present = shares.reduce((count, share) => count + (share > 0 ? 1 : 0), 0)
  return Float32Array.from(shares, (share) => (share > 0 ? 1 / (present * share) : 0))
}

export interface ValidationMeans {
  readonly validation: MeanMetrics
  readonly steering: MeanMetrics
  /** By class, as it steers; null for a class without validation images. */
  readonly validationRecall: (number | null)[]
}

/** Validation as it is, and as it steers. */
export function validationMeans(
  labels: Int32Array,
  logits: Float32Array,
  classCount: number,
  { adjustment, validationWeights }: Steering,
): ValidationMeans {
  const scored = (values: Float32Array) =>
    scoreImages(labels, { kind: 'logits', values, classCount })
  const plain = scored(logits)
  const adjusted = adjustment ? scored(applyAdjustment(logits, adjustment)) : plain
  const validation = meanMetrics(labels, plain)
  const steering = meanMetrics(labels, adjusted, validationWeights)
  if (!validation || !steering) throw internalError('the validation part is empty')
  const validationRecall = perClassRecall(labels, adjusted.predicted, classCount)
  return { validation, steering, validationRecall }
}
