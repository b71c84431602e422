import { expect, test } from 'vitest'
import { confidenceHistogram } from './confidence-histogram'
import { confusionMatrix } from './confusion-matrix'
import { imageAnswers, isRight, predictedClass } from './image-answers'
import { madePredictions } from './predictions/made-predictions.test-helper'
import { scoreImages } from './scores'

const made = madePredictions(2000)
const scores = { ...made.scores, classCount: made.classes.length }
const answers = imageAnswers(made.labels, scores)
const images = [...made.labels.keys()]

test('the likeliest class is the one predicted, also where several tie', () => {
  const { predicted } = scoreImages(made.labels, scores)
  expect(images.map((image) => predictedClass(answers, image))).toEqual([...predicted])
})

test('confidences are those of the report, as float32', () => {
  const { confidences } = scoreImages(made.labels, scores)
  const first = images.map((image) => answers.probabilities[5 * image])
  expect(first).toEqual([...Float32Array.from(confidences)])
})

test('five are kept, the likeliest first, each once', () => {
  for (const image of images) {
    const probabilities = [...answers.probabilities.subarray(5 * image, 5 * image + 5)]
    expect(probabilities).toEqual(probabilities.toSorted((a, b) => b - a))
    expect(new Set(answers.top.subarray(5 * image, 5 * image + 5)).size).toBe(5)
  }
})

test('images that are right are those of the diagonal', () => {
  const { predicted } = scoreImages(made.labels, scores)
  const matrix = confusionMatrix(made.labels, predicted, made.classes.length)
  const hits = matrix.reduce((sum, row, index) => sum + (row[index] ?? 0), 0)
  expect(images.filter((image) => isRight(answers, image))).toHaveLength(hits)
})

test('of fewer than five classes all are kept', () => {
  const values = Float64Array.of(0.2, 0.7, 0.1)
  expect(imageAnswers(Int32Array.of(2), { kind: 'probabilities', values, classCount: 3 })).toEqual({
    actual: Uint8Array.of(2),
    kept: 3,
    top: Uint8Array.of(1, 0, 2),
    probabilities: Float32Array.of(0.7, 0.2, 0.1),
    actualProbabilities: Float32Array.of(0.1),
  })
})

test('a histogram counts each image once, certain ones in its last bin', () => {
  const values = Float64Array.of(1, 0, 0.5, 0.5, 0.3, 0.7)
  const labels = Int32Array.of(0, 0, 0)
  const histogram = confidenceHistogram(
    imageAnswers(labels, { kind: 'probabilities', values, classCount: 2 }),
  )
  const bins = (counts: readonly number[]) =>
    counts.flatMap((count, bin) => (count === 0 ? [] : [[bin / counts.length, count]]))
  expect(bins(histogram.right)).toEqual([
    [0.5, 1],
    [0.95, 1],
  ])
  // float32's 0.7 is a little less than 0.7: it is in the bin below.
  expect(bins(histogram.wrong)).toEqual([[0.65, 1]])
})
