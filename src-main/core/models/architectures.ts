import type { Architecture } from '../../../src-preload/contract/training'
import { assertNever } from '../errors'
import {
  batchNormalization,
  conv2d,
  dense,
  dropout,
  flatten,
  maxPooling2D,
  reLU,
  type Layer,
} from './layers'

/** The layers of a named network up to its logits, one for each class. */
export function architectureLayers(architecture: Architecture, classes: number): readonly Layer[] {
  switch (architecture.name) {
    case 'seed-cnn':
      return seedCnn(architecture, classes)
    case 'lenet':
      return lenet(classes)
    case 'tiny':
      return tiny(classes)
    default:
      return assertNever(architecture)
  }
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
