import { internalError } from '../errors'
import { softmax, type Scores } from './scores'

/** How many classes are kept of each image. */
export const KEPT_CLASSES = 5

/** What was answered to each image of a part, as far as it is kept. */
export interface ImageAnswers {
  /** `[count]`: true class indices. */
  readonly actual: Uint8Array
  /** How many classes are kept of each image: five, or all where there are fewer. */
  readonly kept: number
  /** `[count, kept]`: class indices by score, the highest first; of equals the one of the lower index. */
  readonly top: Uint8Array
  /** `[count, kept]`: their probabilities. */
  readonly probabilities: Float32Array
  /** `[count]`: probability of the true class. */
  readonly actualProbabilities: Float32Array
}

/**
 * The likeliest classes of each image. The first of them is what `scoreImages` says was predicted, so that
 * these are the very images that a confusion matrix counts.
 *
 * @param labels `[count]`: true class indices
 * @param scores finite
 */
export function imageAnswers(labels: Int32Array, scores: Scores): ImageAnswers {
  const { values, classCount, kind } = scores
  const count = labels.length
  if (values.length !== count * classCount)
    throw internalError(`${values.length} scores for ${count} images of ${classCount} classes`)
  const kept = Math.min(KEPT_CLASSES, classCount)
  const top = new Uint8Array(count * kept)
  const probabilities = new Float32Array(count * kept)
  const actualProbabilities = new Float32Array(count)
  for (let image = 0; image < count; image++) {
    const row = values.subarray(image * classCount, (image + 1) * classCount)
    const shares = kind === 'logits' ? softmax(row) : row
    // What sums to 1 but for rounding may exceed it.
    const shareOf = (index: number) => Math.min(shares[index] ?? 0, 1)
    highest(row, kept).forEach((index, place) => {
      top[image * kept + place] = index
      probabilities[image * kept + place] = shareOf(index)
    })
    actualProbabilities[image] = shareOf(labels[image] ?? -1)
  }
  return { actual: Uint8Array.from(labels), kept, top, probabilities, actualProbabilities }
}

/** Class index of the highest score of an image. */
export function predictedClass({ top, kept }: ImageAnswers, image: number): number {
  return top[image * kept] ?? 0
}

/** Probability of that class. */
export function confidenceOf({ probabilities, kept }: ImageAnswers, image: number): number {
  return probabilities[image * kept] ?? 0
}

export function isRight(answers: ImageAnswers, image: number): boolean {
  return predictedClass(answers, image) === answers.actual[image]
}

/** Indices of the highest values, highest first; of equals the lower index first. */
function highest(values: Scores['values'], wanted: number): readonly number[] {
  const found: number[] = []
  values.forEach((value, index) => {
    let place = found.length
    while (place > 0 && value > (values[found[place - 1] ?? 0] ?? 0)) place--
    if (place >= wanted) return
    found.splice(place, 0, index)
    if (found.length > wanted) found.pop()
  })
  return found
}
