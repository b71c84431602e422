import { internalError } from '../errors'
import type { ScoredImages } from './scores'

export interface MeanMetrics {
  readonly loss: number
  readonly accuracy: number
}

/**
 * Mean loss and accuracy, each image by its weight: what steers a training run where the class shares of
 * validation and test part differ.
 *
 * @param weights `[count]`, at least 0 and not all 0; each image counts alike where left out
 * @returns null without images
 */
export function meanMetrics(
  labels: Int32Array,
  { predicted, losses }: Pick<ScoredImages, 'predicted' | 'losses'>,
  weights?: Float64Array,
): MeanMetrics | null {
  if (labels.length === 0) return null
  if (weights !== undefined && weights.length !== labels.length) {
    throw internalError(`${weights.length} weights for ${labels.length} images`)
  }
  let lossSum = 0
  let hitSum = 0
  let weightSum = 0
  losses.forEach((loss, image) => {
    const weight = weights?.[image] ?? 1
    lossSum += weight * loss
    hitSum += predicted[image] === labels[image] ? weight : 0
    weightSum += weight
  })
  if (!(weightSum > 0)) throw internalError(`weights sum to ${weightSum}`)
  return { loss: lossSum / weightSum, accuracy: hitSum / weightSum }
}
