import { GlyphlabError, internalError } from '../errors'

/** What a network says of a number of images: logits, or probabilities that sum to 1. */
export interface Scores {
  readonly kind: 'logits' | 'probabilities'
  /** `[count, classCount]` */
  readonly values: Float32Array
  readonly classCount: number
}

/** What one image's scores come to. */
export interface ScoredImages {
  /** `[count]`: class index of the highest score, the first of equals (as NumPy and TensorFlow do). */
  readonly predicted: Int32Array
  /** `[count]`: cross-entropy of the true class, in nats. */
  readonly losses: Float64Array
  /** `[count]`: how many classes score strictly higher than the true one; 0 also where it ties for first. */
  readonly ranks: Int32Array
}

/** Keras clips probabilities to this before it takes their logarithm; so a certain mistake costs 16.1 nats. */
const LEAST_PROBABILITY = 1e-7

/**
 * Reads prediction, loss and rank of the true class off the scores, in float64 and without overflow at
 * any size of logit. Probabilities that do not quite sum to 1 are scaled to do so.
 *
 * @param labels `[count]`: true class indices
 * @throws GlyphlabError `loss-not-finite` where a score is not a finite number
 */
export function scoreImages(labels: Int32Array, scores: Scores): ScoredImages {
  const { values, classCount } = scores
  const count = labels.length
  if (values.length !== count * classCount) {
    throw internalError(`${values.length} scores for ${count} images of ${classCount} classes`)
  }
  const predicted = new Int32Array(count)
  const losses = new Float64Array(count)
  const ranks = new Int32Array(count)
  for (let image = 0; image < count; image++) {
    const row = values.subarray(image * classCount, (image + 1) * classCount)
    const label = labels[image] ?? -1
    const ownScore = row[label]
    if (ownScore === undefined) throw internalError(`label ${label} of ${classCount} classes`)
    let best = 0
    let bestScore = -Infinity
    let higher = 0
    for (let index = 0; index < classCount; index++) {
      const score = row[index] ?? NaN
      if (!Number.isFinite(score)) throw notFinite(image, index, score)
      if (score > bestScore) {
        best = index
        bestScore = score
      }
      if (score > ownScore) higher++
    }
    predicted[image] = best
    ranks[image] = higher
    losses[image] =
      scores.kind === 'logits' ? crossEntropy(row, ownScore, bestScore) : clippedLog(row, ownScore)
  }
  return { predicted, losses, ranks }
}

/** log(sum(exp(logits))) - logit of the true class, with the greatest logit taken out of the sum. */
function crossEntropy(logits: Float32Array, own: number, greatest: number): number {
  let sum = 0
  for (const logit of logits) sum += Math.exp(logit - greatest)
  return Math.log(sum) - (own - greatest)
}

function clippedLog(probabilities: Float32Array, own: number): number {
  let sum = 0
  for (const probability of probabilities) sum += Math.max(probability, LEAST_PROBABILITY)
  return Math.log(sum) - Math.log(Math.max(own, LEAST_PROBABILITY))
}

function notFinite(image: number, index: number, score: number): GlyphlabError {
  return new GlyphlabError(
    'loss-not-finite',
    `the network's score of class ${index} for image ${image} (the first is 0) is ${score}`,
  )
}
