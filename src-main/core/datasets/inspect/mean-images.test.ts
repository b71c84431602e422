import { expect, test } from 'vitest'
import { PIXELS_PER_IMAGE } from '../dataset'
import { madeDataset } from '../made-dataset.test-helper'
import { meanImages } from './mean-images'

/** Two images of the first class and one of the second to train on, one of the third to test. */
function filledDataset() {
  const [a, b, c] = [0, 1, 2].map((index) => ({ class: index, pattern: 1 }))
  if (!a || !b || !c) throw new Error('three images')
  const dataset = madeDataset([a, a, b], [c])
  for (const [at, ink] of [0, 255, 9, 77].entries())
    dataset.images.fill(ink, at * PIXELS_PER_IMAGE, (at + 1) * PIXELS_PER_IMAGE)
  return dataset
}

test('a mean is of the images of its class and part', () => {
  const filled = (ink: number) => new Uint8Array(PIXELS_PER_IMAGE).fill(ink)
  expect(meanImages(filledDataset(), 'train')).toEqual([filled(128), filled(9), null])
  expect(meanImages(filledDataset(), 'test')).toEqual([null, null, filled(77)])
})
