import type { Sequential, Tensor, Tensor2D } from '@tensorflow/tfjs-node-gpu'
import { beforeAll, describe, expect, test } from 'vitest'
import type { Layer } from '../../../../src-preload/contract/layers'
import { assertNever } from '../../errors'
import { createRandom } from '../../random/random'
import type { TensorFlow } from '../../tensorflow/runtime'
import { tensorflowForTests } from '../../tensorflow/test-session.test-helper'
import { expectClose } from '../../tensorflow/tolerance.test-helper'
import {
  MADE_BATCH,
  MADE_CLASSES,
  madeBatch,
  openMadeRun,
  type MadeData,
} from '../../training/made-run.test-helper'
import type { WeightValues } from '../../training/run-session'
import { ALL_FAST_PATHS, NO_FAST_PATHS } from '../fast-paths/fast-paths'
import {
  batchNormalization,
  conv2d,
  dense,
  flatten,
  globalAveragePooling2D,
  maxPooling2D,
  reLU,
} from '../layers'
import { buildModel, modelWeights, weightCount, type ModelLayer } from '../model'

const STEPS = 20
const convolution = (filters: number) => [
  conv2d(filters, 3, { useBias: false }),
  batchNormalization(),
]

/** No relu and no pool: everything is smooth, so that both sides stay together. */
const SMOOTH: readonly Layer[] = [
  ...convolution(4),
  ...convolution(6),
  conv2d(3, 5, { padding: 'valid' }),
  flatten(),
  dense(MADE_CLASSES),
]

/** The reference network without dropout, smaller. */
const SEED_CNN: readonly Layer[] = [
  ...[8, 16].flatMap((filters) => [
    ...convolution(filters),
    reLU(),
    ...convolution(filters),
    reLU(),
    maxPooling2D(),
  ]),
  // Behind no convolution, so that inference cannot fold it.
  batchNormalization(),
  flatten(),
  dense(32),
  reLU(),
  dense(MADE_CLASSES),
]

/** Convolutions alone, the mean of whose channels is what the dense layer reads. */
const AVERAGED: readonly Layer[] = [
  ...convolution(8),
  reLU(),
  maxPooling2D(4),
  conv2d(24, 5, { padding: 'valid' }),
  reLU(),
  globalAveragePooling2D(),
  dense(MADE_CLASSES),
]

let tensorflow: TensorFlow
beforeAll(async () => {
  tensorflow = await tensorflowForTests()
})

describe.each([
  ['a net without relu and pool, plain', SMOOTH, NO_FAST_PATHS],
  ['the reference net, plain', SEED_CNN, NO_FAST_PATHS],
  ['the reference net, fast paths', SEED_CNN, ALL_FAST_PATHS],
  ['a net of averaged channels, plain', AVERAGED, NO_FAST_PATHS],
  ['a net of averaged channels, fast paths', AVERAGED, ALL_FAST_PATHS],
] as const)('against tf.layers: %s', (_, layers, fastPaths) => {
  test('the evaluation of moving statistics and weights is the same', async () => {
    using run = await openMadeRun(tensorflow, layers, { fastPaths })
    const weights = drawnWeights(layers)
    await run.session.restore(weights)
    const reference = tfLayersModel(layers, weights)
    const logits = await run.session.logits(madeBatch(0))
    const expected = tensorflow.tidy(() => {
      const answer = reference.predict(images(run.data, 0))
      return Array.isArray(answer) ? [] : [...answer.dataSync()]
    })
    expectClose(logits, expected, 'kernel', 'logits')
    reference.dispose()
  })

  test('the first step moves the batch statistics almost all the way', async () => {
    using run = await openMadeRun(tensorflow, layers, { fastPaths })
    const initial = await run.weights()
    const reference = tfLayersModel(layers, initial)
    await run.steps(1)
    tfSteps(reference, run.data, 1)
    const ours = await run.weights()
    const theirs = tfWeights(reference, layers)
    // Nine tenths; Keras's go a hundredth.
    for (const name of [...ours.keys()].filter((key) => key.includes('moving_'))) {
      const moved = change(theirs, initial, name).map((value) => 90 * value)
      expectClose(change(ours, initial, name), moved, 'statistics', name)
    }
    reference.dispose()
  })

  test('a later step moves the batch statistics alike', async () => {
    using run = await openMadeRun(tensorflow, layers, { fastPaths }, 1, 1000)
    const initial = await run.weights()
    const reference = tfLayersModel(layers, initial)
    await run.steps(1)
    tfSteps(reference, run.data, 1)
    const ours = await run.weights()
    const theirs = tfWeights(reference, layers)
    const statistics = [...ours.keys()].filter((name) => name.includes('moving_'))
    expect(statistics.length).toBeGreaterThan(0)
    for (const name of statistics)
      expectClose(change(ours, initial, name), change(theirs, initial, name), 'statistics', name)
    reference.dispose()
  })

  test('twenty steps of Adam go the same way', async () => {
    using run = await openMadeRun(tensorflow, layers, { fastPaths })
    const initial = await run.weights()
    const reference = tfLayersModel(layers, initial)
    const ours = await run.steps(STEPS)
    const theirs = tfSteps(reference, run.data, STEPS)
    expectClose(ours, theirs, 'network', 'losses')
    expect(ours.at(-1)).toBeLessThan(0.6 * (ours[0] ?? 0))
    if (layers === SMOOTH) {
      const weights = await run.weights()
      const expected = tfWeights(reference, layers)
      // The moving statistics are not Keras's in the first steps.
      for (const name of [...weights.keys()].filter((key) => !key.includes('moving_')))
        expectClose(
          change(weights, initial, name),
          change(expected, initial, name),
          'adamSteps',
          name,
        )
    }
    reference.dispose()
  })
})

/** Weights that training would take long to reach: variances near epsilon, gammas and means apart. */
function drawnWeights(layers: readonly Layer[]): WeightValues {
  const random = createRandom(6, 'drawn weights')
  return new Map(
    modelWeights(buildModel(layers, [28, 28, 1])).map((spec) => {
      const one = spec.name.endsWith('variance')
        ? () => 0.002 + 0.02 * random.uniform()
        : () => 0.2 * random.normal()
      return [spec.name, Float32Array.from({ length: weightCount(spec) }, one)] as const
    }),
  )
}

/** What training has added to a weight. */
function change(after: WeightValues, before: WeightValues, name: string): Float32Array {
  const old = before.get(name) ?? new Float32Array()
  return (after.get(name) ?? new Float32Array()).map((value, index) => value - (old[index] ?? 0))
}

function images({ images: bytes }: MadeData, step: number): Tensor {
  const pixels = madeBatch(step)
  const rows = [...pixels].map((index) =>
    Array.from(bytes.subarray(index * 784, (index + 1) * 784)),
  )
  return tensorflow.tidy(() => tensorflow.tensor2d(rows).div(255).reshape([MADE_BATCH, 28, 28, 1]))
}

function tfSteps(reference: Sequential, data: MadeData, count: number): number[] {
  const optimizer = tensorflow.train.adam(1e-3, 0.9, 0.999, 1e-7)
  const losses = Array.from({ length: count }, (_, step) =>
    tensorflow.tidy(() => {
      const labels = [...madeBatch(step)].map((index) => data.labels[index] ?? 0)
      const targets = tensorflow.oneHot(tensorflow.tensor1d(labels, 'int32'), MADE_CLASSES)
      const x = images(data, step)
      const loss = optimizer.minimize(() => {
        const logits = reference.apply(x, { training: true })
        if (Array.isArray(logits)) throw new Error('one output is wanted')
        return tensorflow.losses.softmaxCrossEntropy(targets, logits as Tensor2D).asScalar()
      }, true)
      return loss?.dataSync()[0] ?? Number.NaN
    }),
  )
  optimizer.dispose()
  return losses
}

function tfLayersModel(layers: readonly Layer[], weights: WeightValues): Sequential {
  const model = tensorflow.sequential()
  model.add(tensorflow.layers.inputLayer({ inputShape: [28, 28, 1] }))
  for (const layer of buildModel(layers, [28, 28, 1]).layers) model.add(tfLayer(layer))
  setWeights(model, layers, weights)
  return model
}

function tfLayer(layer: ModelLayer) {
  const { layers } = tensorflow
  switch (layer.kind) {
    case 'Conv2D': {
      const { filters, kernelSize, padding, useBias } = layer
      return layers.conv2d({ filters, kernelSize, padding, useBias })
    }
    case 'BatchNormalization':
      return layers.batchNormalization({ momentum: layer.momentum, epsilon: layer.epsilon })
    case 'ReLU':
      return layers.reLU()
    case 'MaxPooling2D':
      return layers.maxPooling2d({ poolSize: layer.poolSize })
    case 'GlobalAveragePooling2D':
      return layers.globalAveragePooling2d({})
    case 'Dropout':
      return layers.dropout({ rate: layer.rate })
    case 'Flatten':
      return layers.flatten()
    case 'Dense':
      return layers.dense({ units: layer.units, useBias: layer.useBias })
    default:
      return assertNever(layer)
  }
}

/** The first of tf.layers is the input. Both sides keep a layer's weights in the same order: kernel, bias; gamma, beta, mean, variance. */
function setWeights(model: Sequential, layers: readonly Layer[], weights: WeightValues): void {
  buildModel(layers, [28, 28, 1]).layers.forEach((layer, index) => {
    const tensors = layer.weights.map(({ name, shape }) =>
      tensorflow.tensor(weights.get(name) ?? [], [...shape], 'float32'),
    )
    model.layers[index + 1]?.setWeights(tensors)
    tensorflow.dispose(tensors)
  })
}

function tfWeights(model: Sequential, layers: readonly Layer[]): WeightValues {
  const entries = buildModel(layers, [28, 28, 1]).layers.flatMap((layer, index) =>
    layer.weights.map(({ name }, position) => {
      const values = model.layers[index + 1]?.getWeights()[position]?.dataSync()
      return [name, Float32Array.from(values ?? [])] as const
    }),
  )
  return new Map(entries)
}
