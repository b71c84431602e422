import { beforeAll, expect, test } from 'vitest'
import {
  AUGMENTATION_DRAWS,
  augmentImage,
  LOOK_DRAWS,
  PLACE_DRAWS,
  REDRAW_DRAWS,
} from '../images/augment-image'
import { createRandom } from '../random/random'
import { Graph } from '../tensorflow/graph/graph'
import { slice } from '../tensorflow/ops/array'
import { constant, placeholder } from '../tensorflow/ops/constants'
import type { TensorFlow } from '../tensorflow/runtime'
import { runOnce, tensorflowForTests } from '../tensorflow/test-session.test-helper'
import { expectClose } from '../tensorflow/tolerance.test-helper'
import { augment } from './augmentation'

const SIDE = 28
const PLACE = { rotationDegrees: 10, shift: 0.1, zoom: 0.1, shear: 0.1 }
const NONE = {
  rotationDegrees: 0,
  shift: 0,
  zoom: 0,
  shear: 0,
  strokeWidth: 0,
  share: 1,
  redraw: 0,
}

let tensorflow: TensorFlow
beforeAll(async () => {
  tensorflow = await tensorflowForTests()
})

async function augmented(images: Float32Array, draws: Float32Array, ranges: typeof NONE) {
  const graph = new Graph()
  const count = images.length / SIDE ** 2
  const x = constant(graph, 'float32', [count, SIDE, SIDE, 1], images)
  const fed = placeholder(graph, 'draws', 'float32', [count, AUGMENTATION_DRAWS])
  const result = await runOnce(
    tensorflow,
    graph,
    [[fed, draws]],
    [
      augment(
        x,
        {
          place: slice(fed, [0, 0], [count, PLACE_DRAWS]),
          look: () => slice(fed, [0, PLACE_DRAWS], [count, LOOK_DRAWS]),
          redraw: () => slice(fed, [0, PLACE_DRAWS + LOOK_DRAWS], [count, REDRAW_DRAWS]),
        },
        ranges,
      ),
    ],
  )
  return result[0] ?? new Float32Array()
}

test.each([
  ['its place', { ...NONE, ...PLACE }],
  ['its strokes', { ...NONE, strokeWidth: 0.8 }],
  ['its place, some of the images', { ...NONE, ...PLACE, share: 0.6 }],
  ['all of it, some of the images', { ...PLACE, strokeWidth: 0.5, share: 0.6, redraw: 0 }],
  ['redrawn', { ...NONE, redraw: 1 }],
  ['redrawn in its place, some of the images', { ...NONE, ...PLACE, redraw: 0.5 }],
  ['all of it, some redrawn', { ...PLACE, strokeWidth: 0.5, share: 0.6, redraw: 0.5 }],
])('each image is transformed as the definition says: %s', async (_, ranges) => {
  const random = createRandom(2, 'augmentation')
  const images = Float32Array.from({ length: 6 * SIDE * SIDE }, () => random.uniform())
  const draws = Float32Array.from({ length: 6 * AUGMENTATION_DRAWS }, () => random.uniform())
  const actual = await augmented(images, draws, ranges)
  const pixels = SIDE * SIDE
  const all = Array.from({ length: 6 }, (_, image) => [
    ...augmentImage(
      images.subarray(image * pixels, (image + 1) * pixels),
      draws.subarray(image * AUGMENTATION_DRAWS, (image + 1) * AUGMENTATION_DRAWS),
      ranges,
      1,
    ),
  ]).flat()
  // A pixel that falls on the border to float32 may be cut there and not here.
  const off = all.filter((value, index) => Math.abs(value - (actual[index] ?? 0)) > 1e-3)
  expect(off.length).toBeLessThanOrEqual(2)
})

test('ranges of nothing leave the images as they are', async () => {
  const random = createRandom(3, 'augmentation')
  const images = Float32Array.from({ length: SIDE * SIDE }, () => random.uniform())
  const draws = Float32Array.of(0.9, 0.1, 0.7, 0.2, 0.4, 0.5, 0.1, 0, 0.3)
  expectClose(await augmented(images, draws, NONE), images, 'kernel')
})

test('a positive shift across takes each pixel from the right', async () => {
  const images = new Float32Array(SIDE * SIDE)
  images[14 * SIDE + 20] = 1
  const moved = await augmented(images, Float32Array.of(0.5, 1, 0.5, 0.5, 0.5, 0.5, 0.5, 0, 0), {
    ...NONE,
    shift: 4 / SIDE,
  })
  expect(moved.indexOf(Math.max(...moved))).toBe(14 * SIDE + 16)
})

test('nothing is drawn for what is off', () => {
  const graph = new Graph()
  const x = placeholder(graph, 'images', 'float32', [2, SIDE, SIDE, 1])
  const place = placeholder(graph, 'place', 'float32', [2, PLACE_DRAWS])
  const notAsked = () => {
    throw new Error('asked for')
  }
  expect(() => augment(x, { place, look: notAsked, redraw: notAsked }, NONE)).not.toThrow()
  const look = () => placeholder(graph, 'look', 'float32', [2, LOOK_DRAWS])
  expect(() =>
    augment(x, { place, look, redraw: notAsked }, { ...NONE, strokeWidth: 0.5, share: 0.5 }),
  ).not.toThrow()
})
