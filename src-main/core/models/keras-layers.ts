import { z } from 'zod'
import {
  batchNormalizationSchema,
  conv2dSchema,
  denseSchema,
  dropoutSchema,
  maxPooling2DSchema,
  type Layer,
} from '../../../src-preload/contract/layers'
import { assertNever } from '../errors'
import type { KerasLayer } from './keras-layer'
import { reLU } from './layers'
import { IMAGE_SHAPE } from './model'

/** The engine works on logits: a softmax at the end is left out, and refused anywhere else. */
interface Softmax {
  readonly kind: 'Softmax'
  readonly layer: KerasLayer
}
export type Part = Layer | Softmax

/** For messages: any batch of images. */
export const INPUT_SHAPE = `[null,${IMAGE_SHAPE.join(',')}]`
const [height, width, channels] = IMAGE_SHAPE
export const inputShape = z
  .tuple([z.int().nullable(), z.literal(height), z.literal(width), z.literal(channels)])
  .nullish()
const float32 = z
  .union([
    z.literal('float32'),
    z.looseObject({ config: z.looseObject({ name: z.literal('float32') }) }),
  ])
  .nullish()
const nothing = z.null().optional()

/** Numbers for height and width that are one. */
const square = z.union([
  z.int(),
  z
    .tuple([z.int(), z.int()])
    .refine(([rows, columns]) => rows === columns)
    .transform(([side]) => side),
])
const one = square.pipe(z.literal(1)).default(1)
const channelsLast = z.literal('channels_last').nullish()

/** What any layer may have. */
export function takeCommon(layer: KerasLayer): void {
  layer.take('trainable', z.literal(true).default(true), 'true')
  layer.take('dtype', float32, 'float32')
  for (const parameter of ['batch_shape', 'batch_input_shape'])
    layer.take(parameter, inputShape, INPUT_SHAPE)
}

type Initializer = 'GlorotUniform' | 'Zeros' | 'Ones'

function takeInitializer(layer: KerasLayer, parameter: string, name: Initializer): void {
  const asText = name.replace(/(?<=[a-z])[A-Z]/g, (letter) => `_${letter}`).toLowerCase()
  const schema = z.union([
    z.enum([name, asText]),
    z.looseObject({
      class_name: z.literal(name),
      config: z.looseObject({ seed: nothing }).optional(),
    }),
  ])
  layer.take(parameter, schema.optional(), `${name} without a seed of its own`)
}

const activationName = z.enum(['linear', 'relu', 'softmax'])
/** A name, or a function that Keras serialised by its name. */
const activation = z
  .union([
    activationName,
    z.looseObject({ config: activationName }).transform(({ config }) => config),
  ])
  .nullish()

function takeActivation(layer: KerasLayer): readonly Part[] {
  const name = layer.take('activation', activation, 'linear, relu or, at the end, softmax')
  switch (name) {
    case null:
    case undefined:
    case 'linear':
      return []
    case 'relu':
      return [reLU()]
    case 'softmax':
      return [{ kind: 'Softmax', layer }]
    default:
      return assertNever(name)
  }
}

function takeBias(layer: KerasLayer): boolean {
  takeInitializer(layer, 'bias_initializer', 'Zeros')
  return layer.take('use_bias', z.boolean().default(true), 'true or false')
}

/** Keras 2 lists the axis of an image's channels by its index. */
const lastAxis = z.union([z.literal([-1, 3]), z.tuple([z.literal([-1, 3])])]).default(-1)

/** Every class of layer there is, with what becomes of it. */
export const KERAS_LAYERS = {
  InputLayer: () => [],
  Conv2D: (layer) => {
    layer.take('strides', one, '1')
    layer.take('dilation_rate', one, '1')
    layer.take('groups', one, '1')
    layer.take('data_format', channelsLast, 'channels_last')
    takeInitializer(layer, 'kernel_initializer', 'GlorotUniform')
    const { filters, kernelSize } = conv2dSchema.shape
    return [
      {
        kind: 'Conv2D',
        filters: layer.take('filters', filters, 'a whole number that fits in memory'),
        kernelSize: layer.take('kernel_size', square.pipe(kernelSize), 'a square that fits'),
        padding: layer.take('padding', z.enum(['valid', 'same']).default('valid'), 'valid or same'),
        useBias: takeBias(layer),
      },
      ...takeActivation(layer),
    ]
  },
  BatchNormalization: (layer) => {
    layer.take('axis', lastAxis, 'the last axis')
    layer.take('center', z.literal(true).default(true), 'true')
    layer.take('scale', z.literal(true).default(true), 'true')
    layer.take('renorm', z.literal(false).nullish(), 'false')
    // Without effect where there is no renormalisation.
    layer.take('renorm_momentum', z.unknown(), 'anything')
    takeInitializer(layer, 'beta_initializer', 'Zeros')
    takeInitializer(layer, 'gamma_initializer', 'Ones')
    takeInitializer(layer, 'moving_mean_initializer', 'Zeros')
    takeInitializer(layer, 'moving_variance_initializer', 'Ones')
    const { momentum, epsilon } = batchNormalizationSchema.shape
    return [
      {
        kind: 'BatchNormalization',
        momentum: layer.take('momentum', momentum, 'a number from 0 to below 1'),
        epsilon: layer.take('epsilon', epsilon, 'a number above 0'),
      },
    ]
  },
  ReLU: (layer) => {
    layer.take('max_value', nothing, 'none')
    layer.take('negative_slope', z.literal(0).nullish(), '0')
    layer.take('threshold', z.literal(0).nullish(), '0')
    return [reLU()]
  },
  Activation: takeActivation,
  Softmax: (layer) => {
    layer.take('axis', z.literal(-1).default(-1), '-1')
    return [{ kind: 'Softmax', layer }]
  },
  MaxPooling2D: (layer) => {
    const poolSize = layer.take(
      'pool_size',
      square.pipe(maxPooling2DSchema.shape.poolSize.unwrap()).default(2),
      'a square that fits',
    )
    layer.take('strides', square.pipe(z.literal(poolSize)).nullish(), 'the size of the pool')
    layer.take('padding', z.literal('valid').default('valid'), 'valid')
    layer.take('data_format', channelsLast, 'channels_last')
    return [{ kind: 'MaxPooling2D', poolSize }]
  },
  GlobalAveragePooling2D: (layer) => {
    layer.take('data_format', channelsLast, 'channels_last')
    layer.take('keepdims', z.literal(false).nullish(), 'false')
    return [{ kind: 'GlobalAveragePooling2D' }]
  },
  Dropout: (layer) => {
    layer.take('seed', nothing, "null: a run's own --seed decides")
    layer.take('noise_shape', nothing, 'null')
    const rate = layer.take('rate', dropoutSchema.shape.rate, 'a number from 0 to below 1')
    return [{ kind: 'Dropout', rate }]
  },
  Flatten: (layer) => {
    layer.take('data_format', channelsLast, 'channels_last')
    return [{ kind: 'Flatten' }]
  },
  Dense: (layer) => {
    takeInitializer(layer, 'kernel_initializer', 'GlorotUniform')
    const units = layer.take('units', denseSchema.shape.units, 'a whole number that fits in memory')
    return [{ kind: 'Dense', units, useBias: takeBias(layer) }, ...takeActivation(layer)]
  },
} satisfies Record<string, (layer: KerasLayer) => readonly Part[]>
