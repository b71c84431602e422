import type { ConfidenceHistogram } from '../../../src-preload/contract/measurement'
import { confidenceOf, isRight, type ImageAnswers } from './image-answers'

/** Two a tenth of probability: as fine as a small chart shows. */
const BINS = 20

/** Numbers of images by the probability of the class predicted, right and wrong ones apart. */
export function confidenceHistogram(answers: ImageAnswers): ConfidenceHistogram {
  const right = new Array<number>(BINS).fill(0)
  const wrong = new Array<number>(BINS).fill(0)
  answers.actual.forEach((_, image) => {
    const bins = isRight(answers, image) ? right : wrong
    const bin = Math.min(Math.floor(confidenceOf(answers, image) * BINS), BINS - 1)
    bins[bin] = (bins[bin] ?? 0) + 1
  })
  return { right, wrong }
}
