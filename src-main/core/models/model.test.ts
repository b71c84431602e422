import { describe, expect, test } from 'vitest'
import type { Layer } from '../../../src-preload/contract/layers'
import {
  batchNormalization,
  conv2d,
  dense,
  dropout,
  flatten,
  globalAveragePooling2D,
  maxPooling2D,
  reLU,
} from './layers'
import { buildModel, modelWeights, weightCount, type LayerShape } from './model'

const refused = (message: string): object =>
  expect.objectContaining({ code: 'model-invalid', message })

describe('a layer', () => {
  test.each<[string, Layer, LayerShape, LayerShape, Record<string, readonly number[]>, number]>([
    [
      'convolution keeps the side',
      conv2d(8, 3),
      [28, 28, 2],
      [28, 28, 8],
      { 'conv2d/kernel': [3, 3, 2, 8], 'conv2d/bias': [8] },
      28 * 28 * 8 * 9 * 2,
    ],
    [
      'convolution without padding loses kernel - 1',
      conv2d(16, 5, { padding: 'valid', useBias: false }),
      [14, 10, 6],
      [10, 6, 16],
      { 'conv2d/kernel': [5, 5, 6, 16] },
      10 * 6 * 16 * 25 * 6,
    ],
    [
      'convolution may be as large as its input',
      conv2d(1, 5, { padding: 'valid', useBias: false }),
      [5, 5, 1],
      [1, 1, 1],
      { 'conv2d/kernel': [5, 5, 1, 1] },
      25,
    ],
    [
      'normalisation has four weights a channel',
      batchNormalization(),
      [7, 7, 64],
      [7, 7, 64],
      {
        'batch_normalization/gamma': [64],
        'batch_normalization/beta': [64],
        'batch_normalization/moving_mean': [64],
        'batch_normalization/moving_variance': [64],
      },
      0,
    ],
    ['pool drops an incomplete square', maxPooling2D(), [7, 9, 4], [3, 4, 4], {}, 0],
    ['pool of three', maxPooling2D(3), [28, 28, 1], [9, 9, 1], {}, 0],
    ['mean over the image leaves channels', globalAveragePooling2D(), [7, 9, 4], [4], {}, 0],
    ['relu changes no shape', reLU(), [7, 7, 4], [7, 7, 4], {}, 0],
    ['dropout changes no shape', dropout(0.5), [7, 7, 4], [7, 7, 4], {}, 0],
    ['flatten makes one axis', flatten(), [7, 7, 64], [3136], {}, 0],
    [
      'dense has a weight for each pair',
      dense(47),
      [512],
      [47],
      { 'dense/kernel': [512, 47], 'dense/bias': [47] },
      512 * 47,
    ],
  ])('%s', (_, layer, inputShape, outputShape, weights, multiplyAdds) => {
    const tail = outputShape.length === 1 ? [] : [flatten()]
    const [placed] = buildModel([layer, ...tail], inputShape).layers
    expect(placed).toMatchObject({ ...layer, inputShape, outputShape, multiplyAdds })
    const shapes = placed?.weights.map(({ name, shape }) => [name, shape]) ?? []
    expect(Object.fromEntries(shapes)).toEqual(weights)
  })

  test('has the name that Keras would give it', () => {
    const layers = [conv2d(2, 3), reLU(), conv2d(2, 3), reLU(), flatten(), dense(3), dense(2)]
    expect(buildModel(layers, [8, 8, 1]).layers.map(({ name }) => name)).toEqual([
      'conv2d',
      're_lu',
      'conv2d_1',
      're_lu_1',
      'flatten',
      'dense',
      'dense_1',
    ])
  })

  test('of moving statistics is not trained', () => {
    const model = buildModel([conv2d(2, 3), batchNormalization(), flatten()], [8, 8, 1])
    const frozen = modelWeights(model).filter(({ trainable }) => !trainable)
    expect(frozen.map(({ name }) => name)).toEqual([
      'batch_normalization/moving_mean',
      'batch_normalization/moving_variance',
    ])
  })
})

test('a weight counts its elements', () => {
  const weight = { name: 'a', initializer: 'zeros', trainable: true } as const
  expect(weightCount({ ...weight, shape: [3, 3, 2, 8] })).toBe(144)
  expect(weightCount({ ...weight, shape: [] })).toBe(1)
})

describe('what does not fit is refused, by name and with its shapes:', () => {
  test.each<[string, readonly Layer[], string]>([
    [
      'a dense layer on an image',
      [reLU(), dense(10)],
      'dense: its input is [28, 28, 1]: put a Flatten before it',
    ],
    [
      'a convolution on a vector',
      [conv2d(2, 3), flatten(), conv2d(2, 3)],
      'conv2d_1: its input must be [height, width, channels], not [1568]',
    ],
    [
      'a mean over no image',
      [flatten(), globalAveragePooling2D()],
      'global_average_pooling2d: its input must be [height, width, channels], not [784]',
    ],
    [
      'a normalisation of a vector',
      [flatten(), batchNormalization()],
      'batch_normalization: its input must be [height, width, channels], not [784]',
    ],
    [
      'a kernel larger than its image',
      [maxPooling2D(7), conv2d(2, 5, { padding: 'valid' })],
      'conv2d: 4 x 4 is smaller than its 5-wide kernel',
    ],
    [
      'a pool larger than its image',
      [maxPooling2D(14), maxPooling2D(3)],
      'max_pooling2d_1: 2 x 2 is smaller than its 3-wide pool',
    ],
    ['dropout of everything', [dropout(1)], 'dropout: a rate of 1 is not in [0, 1)'],
    ['dropout of no number', [dropout(Number.NaN)], 'dropout: a rate of NaN is not in [0, 1)'],
    [
      'weights beyond any memory',
      [flatten(), dense(400_000)],
      'dense: a kernel of [784, 400000] does not fit in memory',
    ],
    [
      'weights beyond any memory, all together',
      [flatten(), ...new Array<Layer>(3).fill(dense(15_000))],
      'dense_2: with it the network has 461,805,000 weights, more than fit in memory',
    ],
    [
      'activations beyond any memory',
      new Array<Layer>(900).fill(conv2d(32, 3)),
      'conv2d_668: with it one image takes 16,783,872 values, more than fit in memory',
    ],
    [
      'an image at the end',
      [conv2d(2, 3), maxPooling2D()],
      'max_pooling2d: the last layer must answer one value a class, not [14, 14, 2]',
    ],
    [
      'no layer at all',
      [],
      'the network: the last layer must answer one value a class, not [28, 28, 1]',
    ],
  ])('%s', (_, layers, message) => {
    expect(() => buildModel(layers, [28, 28, 1])).toThrow(refused(message))
  })
})
