import {
  ensureRuntime,
  loadTensorFlow,
  type TensorFlow,
} from '../../src-main/core/tensorflow/runtime'
import { servePeer, type WarmPeer } from '../serve-peer'

// `model.fit` of tfjs-node: the reference network as a user of TensorFlow.js has it, on our runtime.

const BATCH = 256
const CLASSES = 47

async function warmUp(): Promise<WarmPeer> {
  const runtime = await ensureRuntime()
  const tf = loadTensorFlow(runtime)
  const model = seedCnn(tf)
  await fit(tf, model, 3)
  return {
    ready: {
      name: 'tfjs-node fit',
      version: `${tf.version['tfjs']} on TensorFlow ${runtime.version ?? ''}`.trim(),
    },
    run: async (request) => {
      if (request.run !== 'step') throw new Error(`no such benchmark here: ${request.run}`)
      return { ms: await fit(tf, model, request.count) }
    },
  }
}

function seedCnn(tf: TensorFlow) {
  const { layers } = tf
  const model = tf.sequential()
  const convolution = (filters: number, inputShape?: [number, number, number]) => {
    const padding = 'same' as const
    const shape = inputShape === undefined ? {} : { inputShape }
    model.add(layers.conv2d({ filters, kernelSize: 3, padding, useBias: false, ...shape }))
    model.add(layers.batchNormalization())
    model.add(layers.reLU())
  }
  const poolAndDrop = () => {
    model.add(layers.maxPooling2d({ poolSize: 2 }))
    model.add(layers.dropout({ rate: 0.25 }))
  }
  convolution(32, [28, 28, 1])
  convolution(32)
  poolAndDrop()
  convolution(64)
  convolution(64)
  poolAndDrop()
  model.add(layers.flatten())
  model.add(layers.dense({ units: 512, activation: 'relu' }))
  model.add(layers.dropout({ rate: 0.5 }))
  model.add(layers.dense({ units: CLASSES, activation: 'softmax' }))
  model.compile({ optimizer: tf.train.adam(1e-3), loss: 'sparseCategoricalCrossentropy' })
  return model
}

/** Milliseconds of each of `count` steps of one call of `fit`. */
async function fit(
  tf: TensorFlow,
  model: ReturnType<typeof seedCnn>,
  count: number,
): Promise<number[]> {
  const x = tf.randomUniform([count * BATCH, 28, 28, 1])
  const y = tf.randomUniform([count * BATCH, 1], 0, CLASSES, 'int32').toFloat()
  const ms: number[] = []
  let startMs = 0
  await model.fit(x, y, {
    batchSize: BATCH,
    epochs: 1,
    shuffle: false,
    verbose: 0,
    callbacks: {
      onBatchBegin: () => {
        startMs = performance.now()
      },
      // Called with the loss, so it has been fetched.
      onBatchEnd: () => {
        ms.push(performance.now() - startMs)
      },
    },
  })
  tf.dispose([x, y])
  return ms
}

void servePeer(warmUp)
