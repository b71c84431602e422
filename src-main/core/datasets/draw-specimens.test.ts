import { expect, test } from 'vitest'
import { PIXELS_PER_IMAGE } from './dataset'
import { drawSpecimens } from './draw-specimens'
import { imagesInTurn, madeDataset } from './made-dataset.test-helper'

const dataset = madeDataset(imagesInTurn(30), [
  { class: 0, pattern: 101 },
  { class: 2, pattern: 103 },
  { class: 2, pattern: 104 },
])

/** What tells an image from others: 1 is the first of the training part. */
const patternOf = (pixels: Uint8Array) =>
  new DataView(pixels.buffer, pixels.byteOffset).getUint32(PIXELS_PER_IMAGE - 4)
const drawn = (part: 'train' | 'test', perClass: number, seed: number) =>
  drawSpecimens(dataset, part, perClass, seed).map((images) => images.map(patternOf))

test('each class has its own images, once each, in file order', () => {
  const classes = drawn('train', 4, 1)
  expect(classes.map((patterns) => patterns.length)).toEqual([4, 4, 4])
  classes.forEach((patterns, index) => {
    expect(patterns.every((pattern) => (pattern - 1) % 3 === index)).toBe(true)
    expect(patterns).toEqual([...new Set(patterns)].sort((a, b) => a - b))
  })
})

test('a class has no more than there are', () => {
  expect(drawn('test', 2, 1)).toEqual([[101], [], [103, 104]])
})

test('a seed draws the same again, and another one others', () => {
  expect(drawn('train', 4, 1)).toEqual(drawn('train', 4, 1))
  expect(drawn('train', 4, 1)).not.toEqual(drawn('train', 4, 2))
})
