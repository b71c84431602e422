import { describe, expect, test } from 'vitest'
import type { Layer } from '../../../src-preload/contract/layers'
import {
  architectureSchema,
  namedArchitectureSchema,
  type Architecture,
} from '../../../src-preload/contract/training'
import { architectureLayers, architectureTitle } from './architectures'
import { batchNormalization, conv2d, dense, dropout, flatten, maxPooling2D, reLU } from './layers'
import { buildModel } from './model'
import { modelSize } from './summary'

const layersOf = (architecture: object, classes = 47): readonly Layer[] =>
  architectureLayers(architectureSchema.parse(architecture), classes)
const modelOf = (architecture: object, classes = 47) =>
  buildModel(layersOf(architecture, classes), [28, 28, 1])

test('the reference network is what its description says', () => {
  const convolution = (filters: number): Layer[] => [
    { kind: 'Conv2D', filters, kernelSize: 3, padding: 'same', useBias: false },
    { kind: 'BatchNormalization', momentum: 0.99, epsilon: 1e-3 },
    { kind: 'ReLU' },
  ]
  const block = (filters: number): Layer[] => [
    ...convolution(filters),
    ...convolution(filters),
    { kind: 'MaxPooling2D', poolSize: 2 },
    { kind: 'Dropout', rate: 0.25 },
  ]
  expect(layersOf({ name: 'seed-cnn' })).toEqual([
    ...block(32),
    ...block(64),
    { kind: 'Flatten' },
    { kind: 'Dense', units: 512, useBias: true },
    { kind: 'ReLU' },
    { kind: 'Dropout', rate: 0.5 },
    { kind: 'Dense', units: 47, useBias: true },
  ])
})

test('its filters, units and rates are parameters', () => {
  const layers = layersOf({
    name: 'seed-cnn',
    filters: [4, 6],
    denseUnits: 10,
    convolutionDropout: 0.1,
    denseDropout: 0,
  })
  const convolution = (filters: number) => [
    conv2d(filters, 3, { useBias: false }),
    batchNormalization(),
    reLU(),
  ]
  const block = (filters: number) => [
    ...convolution(filters),
    ...convolution(filters),
    maxPooling2D(),
    dropout(0.1),
  ]
  expect(layers).toEqual([
    ...block(4),
    ...block(6),
    flatten(),
    dense(10),
    reLU(),
    dropout(0),
    dense(47),
  ])
})

describe('sizes', () => {
  /*
   * seed-cnn: kernels 9 * (1 * 32 + 32 * 32 + 32 * 64 + 64 * 64) = 64,800; normalisations
   * 4 * (32 + 32 + 64 + 64) = 768, half of them trained; dense 3136 * 512 + 512 and 512 * 47 + 47.
   * Multiply-adds: 784 * 9 * (32 + 1024) + 196 * 9 * (2048 + 4096) + 3136 * 512 + 512 * 47.
   * deep-cnn: kernels 9 * (48 + 48 * 48 + 48 * 96 + 96 * 96 + 96 * 192 + 192 * 256); normalisations
   * 4 * (48 + 48 + 96 + 96 + 192 + 256) = 2944, half of them trained; dense 256 * 47 + 47.
   * Multiply-adds: 9 * (784 * (48 + 2304) + 196 * (4608 + 9216) + 49 * 18,432 + 9 * 49,152) + 256 * 47.
   * lenet: 25 * 6 + 6, 25 * 6 * 16 + 16, 400 * 120 + 120, 120 * 84 + 84, 84 * 47 + 47.
   * tiny: 9 * 8 + 9 * 8 * 16 + 4 * (8 + 16), 784 * 47 + 47.
   */
  test.each([
    ['seed-cnn', { total: 1_695_823, trainable: 1_695_439, multiplyAdds: 19_918_848 }],
    ['deep-cnn', { total: 768_863, trainable: 767_391, multiplyAdds: 53_103_104 }],
    ['lenet', { total: 64_851, trainable: 64_851, multiplyAdds: 419_628 }],
    ['tiny', { total: 38_215, trainable: 38_167, multiplyAdds: 319_088 }],
  ])('%s', (name, size) => {
    expect(modelSize(modelOf({ name }))).toEqual(size)
  })
})

describe('every network that comes along', () => {
  const names = namedArchitectureSchema.options.map(({ shape }) => shape.name.value)

  test.each<Architecture['name']>(names)('%s answers one value a class, of any number', (name) => {
    for (const classes of [2, 10, 62]) expect(modelOf({ name }, classes).classes).toBe(classes)
  })

  test.each(names)('%s is called by its name', (name) => {
    expect(architectureTitle(architectureSchema.parse({ name }))).toBe(name)
  })
})

describe("a network of the user's own", () => {
  const own = (...layers: Layer[]) => ({ name: 'layers', title: 'mine', layers })
  const layers = [flatten(), dense(32), reLU(), dense(10)]

  test('is its layers, and is called like its file', () => {
    expect(layersOf(own(...layers), 10)).toEqual(layers)
    expect(architectureTitle(architectureSchema.parse(own(...layers)))).toBe('mine')
  })

  test.each<[string, Layer[], number, string]>([
    [
      'of other outputs than classes, naming its last Dense',
      [...layers, reLU()],
      47,
      'dense_1: 10 outputs, the data set has 47 classes',
    ],
    [
      'that ends without a Dense',
      [maxPooling2D(14), flatten()],
      47,
      'flatten: 4 outputs, the data set has 47 classes',
    ],
    [
      'that could learn nothing',
      [maxPooling2D(14), flatten()],
      4,
      'the network has no weights: nothing can be trained',
    ],
    [
      'whose layers do not fit',
      [dense(10)],
      10,
      'dense: its input is [28, 28, 1]: put a Flatten before it',
    ],
  ])('is refused %s', (_, wrong, classes, message) => {
    expect(() => layersOf(own(...wrong), classes)).toThrow(
      expect.objectContaining({ code: 'model-invalid', message }),
    )
  })
})
