import type { ImageQuery } from '../../../src-preload/contract/measurement'
import { assertNever } from '../errors'
import {
  confidenceOf,
  isRight,
  predictedClass,
  type ImageAnswers,
} from '../evaluation/image-answers'

/** Which images of a measurement are wanted, in the order wanted; equals stay in that of the files. */
export function selectImages(answers: ImageAnswers, query: ImageQuery): readonly number[] {
  const { actual, predicted, outcome, confidence, order } = query
  const [least, most] = confidence
  const isActual = among(actual)
  const isPredicted = among(predicted)
  const wanted: number[] = []
  answers.actual.forEach((index, image) => {
    const sureness = confidenceOf(answers, image)
    if (
      isActual(index) &&
      isPredicted(predictedClass(answers, image)) &&
      (outcome === 'any' || isRight(answers, image) === (outcome === 'right')) &&
      sureness >= least &&
      sureness <= most
    )
      wanted.push(image)
  })
  return sorted(wanted, answers, order)
}

function among(classes: readonly number[] | null): (index: number) => boolean {
  if (classes === null) return () => true
  const wanted = new Set(classes)
  return (index) => wanted.has(index)
}

function sorted(
  images: number[],
  answers: ImageAnswers,
  order: ImageQuery['order'],
): readonly number[] {
  const byRising = (key: (image: number) => number) => images.sort((a, b) => key(a) - key(b))
  switch (order) {
    case 'surest':
      return byRising((image) => -confidenceOf(answers, image))
    case 'least-sure':
      return byRising((image) => confidenceOf(answers, image))
    case 'least-true':
      return byRising((image) => answers.actualProbabilities[image] ?? 0)
    case 'files':
      return images
    default:
      return assertNever(order)
  }
}
