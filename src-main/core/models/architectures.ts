import type { Layer } from '../../../src-preload/contract/layers'
import type { Architecture } from '../../../src-preload/contract/training'
import { assertNever, GlyphlabError } from '../errors'
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
import { buildModel, IMAGE_SHAPE, modelWeights } from './model'

/** What a network is called in front of people: a file's network goes by the file's name. */
export function architectureTitle(architecture: Architecture): string {
  return architecture.name === 'layers' ? architecture.title : architecture.name
}

/**
 * The layers of a network up to its logits, one for each class.
 * @throws GlyphlabError `model-invalid`: a network of the user's own does not answer one value a class
 */
export function architectureLayers(architecture: Architecture, classes: number): readonly Layer[] {
  switch (architecture.name) {
    case 'seed-cnn':
      return seedCnn(architecture, classes)
    case 'deep-cnn':
      return deepCnn(classes)
    case 'lenet':
      return lenet(classes)
    case 'tiny':
      return tiny(classes)
    case 'layers':
      return ownLayers(architecture, classes)
    default:
      return assertNever(architecture)
  }
}

/** Layers as they are: how many classes there are is for the last Dense to say. */
function ownLayers(
  { layers }: Extract<Architecture, { name: 'layers' }>,
  classes: number,
): readonly Layer[] {
  const model = buildModel(layers, IMAGE_SHAPE)
  const last = model.layers.findLast(({ kind }) => kind === 'Dense') ?? model.layers.at(-1)
  if (model.classes !== classes)
    throw new GlyphlabError(
      'model-invalid',
      `${last?.name}: ${model.classes} outputs, the data set has ${classes} classes`,
      'Give the last layer as many units as there are classes.',
    )
  if (modelWeights(model).length === 0)
    throw new GlyphlabError('model-invalid', 'the network has no weights: nothing can be trained')
  return layers
}

type SeedCnn = Extract<Architecture, { name: 'seed-cnn' }>

/** The reference network: two blocks of two convolutions, then one hidden dense layer. */
function seedCnn(
  { filters, denseUnits, convolutionDropout, denseDropout }: SeedCnn,
  classes: number,
): readonly Layer[] {
  const convolution = (count: number) => [
    conv2d(count, 3, { useBias: false }),
    batchNormalization(),
    reLU(),
  ]
  const block = (count: number) => [
    ...convolution(count),
    ...convolution(count),
    maxPooling2D(),
    dropout(convolutionDropout),
  ]
  return [
    ...filters.flatMap(block),
    flatten(),
    dense(denseUnits),
    reLU(),
    dropout(denseDropout),
    dense(classes),
  ]
}

/**
 * Convolutions of 3x3 alone, six of them (Simonyan and Zisserman 2014), and the mean of each channel (Lin et al. 2013)
 * in place of hidden dense layers. That of all networks tried within 60 million multiply-adds it reads best is told in
 * resources/built-in/README.md.
 */
function deepCnn(classes: number): readonly Layer[] {
  const convolutions = (...filters: readonly number[]) =>
    filters.flatMap((count) => [conv2d(count, 3, { useBias: false }), batchNormalization(), reLU()])
  return [
    ...convolutions(48, 48),
    maxPooling2D(),
    ...convolutions(96, 96),
    maxPooling2D(),
    ...convolutions(192),
    maxPooling2D(),
    ...convolutions(256),
    globalAveragePooling2D(),
    dropout(0.1),
    dense(classes),
  ]
}

/** LeNet-5 (LeCun et al. 1998) with relu and max-pooling in place of its squashing and subsampling. */
function lenet(classes: number): readonly Layer[] {
  return [
    conv2d(6, 5),
    reLU(),
    maxPooling2D(),
    conv2d(16, 5, { padding: 'valid' }),
    reLU(),
    maxPooling2D(),
    flatten(),
    dense(120),
    reLU(),
    dense(84),
    reLU(),
    dense(classes),
  ]
}

/** Small enough to train in seconds: for a first try and for tests. */
function tiny(classes: number): readonly Layer[] {
  return [
    conv2d(8, 3, { useBias: false }),
    batchNormalization(),
    reLU(),
    maxPooling2D(),
    conv2d(16, 3, { useBias: false }),
    batchNormalization(),
    reLU(),
    maxPooling2D(),
    dropout(0.25),
    flatten(),
    dense(classes),
  ]
}
