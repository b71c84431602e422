import { describe, expect, test } from 'vitest'
import { architectureSchema } from '../../../src-preload/contract/training'
import { architectureLayers } from './architectures'
import { batchNormalization, conv2d, dense, dropout, flatten, maxPooling2D, reLU } from './layers'
import { buildModel } from './model'
import { modelDescription, modelFromDescription } from './model-description'

describe('a description', () => {
  test('holds each layer with all its parameters, and nothing that follows from others', () => {
    const layers = [
      conv2d(2, 3, { padding: 'valid', useBias: false }),
      batchNormalization(),
      reLU(),
      maxPooling2D(3),
      dropout(0.3),
      flatten(),
      dense(4),
    ]
    const description = modelDescription(buildModel(layers, [28, 28, 1]))
    expect(description).toEqual({ inputShape: [28, 28, 1], layers })
  })

  test.each(['seed-cnn', 'deep-cnn', 'lenet', 'tiny'])(
    'of %s gives the same model back',
    (name) => {
      const model = buildModel(
        architectureLayers(architectureSchema.parse({ name }), 47),
        [28, 28, 1],
      )
      const json: unknown = JSON.parse(JSON.stringify(modelDescription(model)))
      expect(modelFromDescription(json)).toEqual(model)
    },
  )

  test.each<[string, unknown, string]>([
    [
      'nothing',
      null,
      'the network must be described by inputShape [height, width, channels] and layers',
    ],
    [
      'images beyond any memory',
      { inputShape: [1e6, 1e6, 1], layers: [] },
      'the network must be described by inputShape [height, width, channels] and layers',
    ],
    [
      'a wrong layer',
      { inputShape: [28, 28, 1], layers: [{ kind: 'Flatten' }, { kind: 'Dense', units: 0 }] },
      'layer 2 (Dense): units: Too small: expected number to be >=1',
    ],
    [
      'layers that do not fit',
      { inputShape: [28, 28, 1], layers: [{ kind: 'Dense', units: 4 }] },
      'dense: its input is [28, 28, 1]: put a Flatten before it',
    ],
  ])('of %s is refused', (_, json, message) => {
    expect(() => modelFromDescription(json)).toThrow(
      expect.objectContaining({ code: 'model-invalid', message }),
    )
  })
})
