import { PIXELS_PER_IMAGE } from '../../src-main/core/datasets/dataset'
import { LEGIBILITY_CLASSES } from '../../src-main/core/datasets/doodles/make-legibility'
import { inferenceForward } from '../../src-main/core/models/compile/inference-forward'
import { modelWeights } from '../../src-main/core/models/model'
import { Recogniser } from '../../src-main/core/recognition/recogniser'
import { loadNetwork, type LoadedNetwork } from '../../src-main/core/runs/load-network'
import { Graph } from '../../src-main/core/tensorflow/graph/graph'
import { UNKNOWN_BATCH } from '../../src-main/core/tensorflow/graph/shape'
import { floats, placeholder } from '../../src-main/core/tensorflow/ops/constants'
import type { TensorFlow } from '../../src-main/core/tensorflow/runtime'
import { Session } from '../../src-main/core/tensorflow/session'

/** How much each image looks like a character: the more, the higher. */
export type Scores = (images: readonly Uint8Array[]) => Promise<Float64Array>

/** By the network that was trained for it, in the folder of a run. */
export async function gateScores(tensorflow: TensorFlow, folder: string): Promise<Scores> {
  const network = await loadNetwork(folder)
  const recogniser = await Recogniser.open(tensorflow, network, network.precision)
  const legible = LEGIBILITY_CLASSES.findIndex(({ character }) => character === 'legible')
  return inBatches(
    network,
    (batch) => recogniser.probabilities(batch),
    (row) => row[legible] ?? 0,
  )
}

/** By what a network that reads makes of it. */
export interface ReaderScores {
  /** Its highest probability (Hendrycks and Gimpel 2017). */
  readonly confidence: Scores
  /** The logarithm of the sum of its exponentiated logits, the negative energy (Liu et al. 2020, T = 1). */
  readonly energy: Scores
}

export async function readerScores(tensorflow: TensorFlow, folder: string): Promise<ReaderScores> {
  const network = await loadNetwork(folder)
  const { model, weights, precision } = network
  const graph = new Graph()
  const shapes = new Map(modelWeights(model).map(({ name, shape }) => [name, shape]))
  const images = placeholder(graph, 'images', 'float32', [UNKNOWN_BATCH, ...model.inputShape])
  const logits = inferenceForward(model, images, {
    compute: precision,
    weight: (name) => floats(graph, weights.get(name) ?? new Float32Array(), shapes.get(name)),
  })
  const session = await Session.open(tensorflow, graph)
  const ask = async (batch: Float32Array): Promise<Float32Array> => {
    const [result] = await session.runFloats([[images, batch]], [logits])
    if (!result) throw new Error('the network answered nothing')
    return result
  }
  const energyOf = (row: Float32Array): number => {
    const most = Math.max(...row)
    return most + Math.log(row.reduce((sum, logit) => sum + Math.exp(logit - most), 0))
  }
  return {
    energy: inBatches(network, ask, energyOf),
    confidence: inBatches(network, ask, (row) => Math.exp(Math.max(...row) - energyOf(row))),
  }
}

const BATCH = 256

function inBatches(
  { classes }: LoadedNetwork,
  ask: (images: Float32Array) => Promise<Float32Array>,
  scoreOf: (row: Float32Array) => number,
): Scores {
  return async (images) => {
    const scores = new Float64Array(images.length)
    for (let first = 0; first < images.length; first += BATCH) {
      const batch = images.slice(first, first + BATCH)
      const shares = new Float32Array(batch.length * PIXELS_PER_IMAGE)
      batch.forEach((image, at) =>
        shares.set(
          Float32Array.from(image, (value) => value / 255),
          at * PIXELS_PER_IMAGE,
        ),
      )
      const rows = await ask(shares)
      batch.forEach((_, at) => {
        const row = rows.subarray(at * classes.length, (at + 1) * classes.length)
        scores[first + at] = scoreOf(row)
      })
    }
    return scores
  }
}
