import { expect, test } from 'vitest'
import { PIXELS_PER_IMAGE } from '../dataset'
import { readEmnist } from '../emnist'
import { STROKE_CLASSES } from './classes'
import { makeStrokes, strokesRecipeSchema } from './make-strokes'
import { realData } from '../real-data.test-helper'

const { folder, isAbsent } = realData('emnist47')

test.skipIf(isAbsent)('the classes are those of EMNIST Balanced', async () => {
  const { classes } = await readEmnist(folder)
  expect(STROKE_CLASSES.map(({ label, characters }) => [label, ...characters])).toEqual(
    classes.map(({ label, characters }) => [label, ...characters]),
  )
})

test.skipIf(isAbsent)('the nearest mean image of strokes names much of emnist47', async () => {
  const strokes = await makeStrokes(
    strokesRecipeSchema.parse({ trainPerClass: 60, testPerClass: 1 }),
  )
  const emnist = await readEmnist(folder)
  const means = STROKE_CLASSES.map(() => new Float64Array(PIXELS_PER_IMAGE))
  for (let image = 0; image < strokes.trainCount; image++) {
    const mean = means[strokes.labels[image] ?? -1]
    for (let pixel = 0; pixel < PIXELS_PER_IMAGE; pixel++) {
      const value = strokes.images[image * PIXELS_PER_IMAGE + pixel] ?? 0
      if (mean) mean[pixel] = (mean[pixel] ?? 0) + value / 60
    }
  }
  let hits = 0
  const count = 2000
  for (let image = 0; image < count; image++) {
    const pixels = emnist.images.subarray(image * PIXELS_PER_IMAGE, (image + 1) * PIXELS_PER_IMAGE)
    const distances = means.map((mean) =>
      mean.reduce((sum, value, pixel) => sum + (value - (pixels[pixel] ?? 0)) ** 2, 0),
    )
    if (distances.indexOf(Math.min(...distances)) === emnist.labels[image]) hits++
  }
  // 1 in 47 by chance; a network gets far more than a mean image.
  expect(hits / count).toBeGreaterThan(0.35)
})
