import type { Layer } from '../../../src-preload/contract/layers'
import { trainingConfigurationSchema } from '../../../src-preload/contract/training'
import { PIXELS_PER_IMAGE } from '../datasets/dataset'
import { buildModel } from '../models/model'
import { NO_FAST_PATHS } from '../models/fast-paths/fast-paths'
import { createRandom } from '../random/random'
import type { TensorFlow } from '../tensorflow/runtime'
import { initialWeight } from './initial-weights'
import { RunSession, type WeightValues } from './run-session'
import { buildTrainingGraph, type TrainingGraphOptions } from './training-graph'

export const MADE_CLASSES = 5
export const MADE_BATCH = 16

export interface MadeData {
  /** `[count, 28 * 28]` */
  readonly images: Uint8Array<ArrayBuffer>
  readonly labels: Int32Array<ArrayBuffer>
}

/** Images of noise, brighter in a band that tells the class. */
export function madeData(count: number): MadeData {
  const random = createRandom(11, 'made data')
  const labels = Int32Array.from({ length: count }, () => random.integer(MADE_CLASSES))
  const images = new Uint8Array(count * PIXELS_PER_IMAGE)
  for (let index = 0; index < images.length; index++) {
    const row = Math.floor((index % PIXELS_PER_IMAGE) / 28)
    const label = labels[Math.floor(index / PIXELS_PER_IMAGE)] ?? 0
    const inBand = Math.floor(row / 6) === label
    images[index] = (inBand ? 128 : 0) + random.integer(128)
  }
  return { images, labels }
}

export interface MadeRun extends Disposable {
  readonly session: RunSession
  readonly data: MadeData
  /** Makes steps on consecutive batches; answers their losses. */
  readonly steps: (count: number, learningRate?: number) => Promise<number[]>
  readonly weights: () => Promise<WeightValues>
}

/** A run on made data, with any part of the graph's options replaced. */
export async function openMadeRun(
  tensorflow: TensorFlow,
  layers: readonly Layer[],
  options: Partial<TrainingGraphOptions> = {},
  seed = 1,
  stepsBefore = 0,
): Promise<MadeRun> {
  const data = madeData(4 * MADE_BATCH)
  const graph = buildTrainingGraph({
    ...trainingConfigurationSchema.parse({ augmentation: null, batchSize: MADE_BATCH }),
    model: buildModel(layers, [28, 28, 1]),
    imageCount: data.labels.length,
    classWeights: null,
    fastPaths: NO_FAST_PATHS,
    ...options,
  })
  const session = await RunSession.open(tensorflow, graph, data, ({ spec }) =>
    initialWeight(spec, seed),
  )
  let done = stepsBefore
  return {
    session,
    data,
    steps: async (count, learningRate = 1e-3) => {
      const losses: number[] = []
      for (let step = 0; step < count; step++, done++) {
        const { loss } = await session.step(madeBatch(done), seed, done, learningRate)
        losses.push(loss)
      }
      return losses
    },
    weights: () => session.evaluatedWeights(),
    [Symbol.dispose]: () => session[Symbol.dispose](),
  }
}

/** The images of a step: four batches in turn. */
export function madeBatch(step: number): Int32Array {
  return Int32Array.from({ length: MADE_BATCH }, (_, image) => (step % 4) * MADE_BATCH + image)
}
