import { trainingConfigurationSchema, type Precision } from '../../../src-preload/contract/training'
import { PIXELS_PER_IMAGE, type Dataset } from '../datasets/dataset'
import type { FastPaths } from '../models/fast-paths/fast-paths'
import { REFERENCE_CLASSES, referenceModel } from '../models/reference-model'
import { createRandom } from '../random/random'
import type { TensorFlow } from '../tensorflow/runtime'
import { initialWeight } from './initial-weights'
import { RunSession, type WeightValues } from './run-session'
import { buildTrainingGraph } from './training-graph'

const SEED = 1

export interface StepProbeOptions {
  readonly imageCount?: number
  /** Where the steps must be computed, as `Session.open` takes it. */
  readonly device?: string | undefined
}

/**
 * The reference network's training step on made images, to be timed: batch 256, dropout and batch
 * statistics on, loss fetched at each step, no augmentation.
 */
export class StepProbe implements Disposable {
  #step = 0

  private constructor(
    private readonly session: RunSession,
    private readonly batches: readonly Int32Array[],
  ) {}

  static async open(
    tensorflow: TensorFlow,
    precision: Precision,
    fastPaths: FastPaths,
    { imageCount = 2048, device }: StepProbeOptions = {},
  ): Promise<StepProbe> {
    const configuration = trainingConfigurationSchema.parse({ precision, augmentation: null })
    const { batchSize } = configuration
    const model = referenceModel()
    const graph = buildTrainingGraph({
      ...configuration,
      model,
      imageCount,
      classWeights: null,
      fastPaths,
    })
    const dataset = madeDataset(imageCount)
    const session = await RunSession.open(
      tensorflow,
      graph,
      dataset,
      ({ spec }) => initialWeight(spec, SEED),
      device,
    )
    const batches = Array.from({ length: Math.floor(imageCount / batchSize) }, (_, batch) =>
      Int32Array.from({ length: batchSize }, (_, image) => batch * batchSize + image),
    )
    return new StepProbe(session, batches)
  }

  /** Makes one step and answers how long it took. */
  async stepMs(): Promise<number> {
    const startedMs = performance.now()
    const batch = this.batches[this.#step % this.batches.length] ?? new Int32Array()
    await this.session.step(batch, SEED, this.#step, 1e-3)
    this.#step += 1
    return performance.now() - startedMs
  }

  /** Evaluates images by index and answers how long it took. */
  async evaluationMs(indices: Int32Array): Promise<number> {
    const startedMs = performance.now()
    await this.session.logits(indices)
    return performance.now() - startedMs
  }

  async weights(): Promise<WeightValues> {
    return this.session.evaluatedWeights()
  }

  [Symbol.dispose](): void {
    this.session[Symbol.dispose]()
  }
}

/** Noise: how long a step takes does not depend on what is in the images. */
function madeDataset(count: number): Pick<Dataset, 'images' | 'labels' | 'classes'> {
  const random = createRandom(SEED, 'step probe')
  const images = new Uint8Array(count * PIXELS_PER_IMAGE)
  for (let index = 0; index < images.length; index++) images[index] = random.integer(256)
  const labels = Int32Array.from({ length: count }, (_, index) => index % REFERENCE_CLASSES)
  const classes = Array.from({ length: REFERENCE_CLASSES }, (_, label) => {
    const character = String(label)
    return { label, character, characters: [character] }
  })
  return { images, labels, classes }
}
