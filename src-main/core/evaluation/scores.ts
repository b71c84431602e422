import { GlyphlabError, internalError } from '../errors'

/** What a network says of a number of images: logits, or probabilities that sum to 1. */
export interface Scores {
  readonly kind: 'logits' | 'probabilities'
  /** `[count, classCount]` */
  readonly values: Float32Array | Float64Array
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
  /** `[count]`: probability of the predicted class. */
  readonly confidences: Float64Array
}

/** The step from 1 to the next greater float32. */
const FLOAT32_RESOLUTION = 2 ** -23

/**
 * Reads prediction, its confidence, and loss and rank of the true class off the scores, in float64 and
 * without overflow at any size of logit. Probabilities are taken as they are, as scikit-learn's `log_loss`
 * takes them: not scaled where they do not quite sum to 1.
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
  const confidences = new Float64Array(count)
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
    if (scores.kind === 'logits') {
      const sum = sumOfExponentials(row, bestScore)
      losses[image] = Math.log(sum) - (ownScore - bestScore)
      confidences[image] = 1 / sum
    } else {
      losses[image] = -Math.log(clipped(ownScore, values))
      // Rounding may have carried it past 1.
      confidences[image] = Math.min(bestScore, 1)
    }
  }
  return { predicted, losses, ranks, confidences }
}

/** sum(exp(logits - greatest)): at least 1, for the greatest is one of them. */
function sumOfExponentials(logits: Scores['values'], greatest: number): number {
  let sum = 0
  for (const logit of logits) sum += Math.exp(logit - greatest)
  return sum
}

/**
 * The probabilities that one image's logits stand for. The greatest is bit for bit the confidence that
 * {@link scoreImages} gives, so that images of equal confidence stay so in a file.
 *
 * @param logits `[classCount]`, finite
 */
export function softmax(logits: Scores['values']): Float64Array {
  let greatest = -Infinity
  for (const logit of logits) greatest = Math.max(greatest, logit)
  const sum = sumOfExponentials(logits, greatest)
  return Float64Array.from(logits, (logit) => Math.exp(logit - greatest) / sum)
}

/**
 * As scikit-learn's `log_loss` clips, by the resolution of the type: a certain mistake costs 36 nats in
 * float64, 16 in float32.
 */
function clipped(probability: number, { BYTES_PER_ELEMENT: bytes }: Scores['values']): number {
  const resolution = bytes === 8 ? Number.EPSILON : FLOAT32_RESOLUTION
  return Math.min(Math.max(probability, resolution), 1 - resolution)
}

function notFinite(image: number, index: number, score: number): GlyphlabError {
  return new GlyphlabError(
    'loss-not-finite',
    `the network's score of class ${index} for image ${image} (the first is 0) is ${score}`,
  )
}
