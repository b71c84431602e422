import { internalError } from '../errors'
import type { Dataset } from '../datasets/dataset'
import { Session } from '../tensorflow/session'
import type { TensorFlow } from '../tensorflow/runtime'
import type { TrainedWeight, TrainingGraph } from './training-graph'

/** Images a call of the evaluation takes: the kernels gain nothing beyond. */
export const EVALUATION_BATCH = 400

/** Values of all weights by name. */
export type WeightValues = ReadonlyMap<string, Float32Array>

export interface StepReport {
  readonly loss: number
  readonly accuracy: number
  /** False where loss or gradients are no numbers any more: the weights are then lost. */
  readonly isFinite: boolean
}

/** A training graph at work: its session, with the data set and the weights in it. */
export class RunSession implements Disposable {
  private constructor(
    private readonly session: Session,
    private readonly graph: TrainingGraph,
    private readonly classes: number,
  ) {}

  /** Opens a session and puts the data set, the initial weights and empty slots into it. */
  static async open(
    tensorflow: TensorFlow,
    graph: TrainingGraph,
    { images, labels, classes }: Pick<Dataset, 'images' | 'labels' | 'classes'>,
    initial: (weight: TrainedWeight) => Float32Array,
  ): Promise<RunSession> {
    const session = await Session.open(tensorflow, graph.graph)
    try {
      await session.assign([
        [graph.images, new Int32Array(images.buffer)],
        [graph.labels, labels],
      ])
      for (const weight of graph.weights) {
        const values = initial(weight)
        const zeros = new Float32Array(values.length)
        await session.assign([
          [weight.variable, values],
          ...weight.slots.map((slot) => [slot, zeros] as const),
        ])
        if (weight.evaluated !== weight.variable) await session.assign([[weight.evaluated, values]])
      }
      return new RunSession(session, graph, classes.length)
    } catch (error) {
      session.close()
      throw error
    }
  }

  /**
   * One training step.
   * @param step steps made before this one
   * @returns the batch's mean loss and accuracy before the update, and whether all went by finite numbers
   */
  async step(
    indices: Int32Array,
    seed: number,
    step: number,
    learningRate: number,
  ): Promise<StepReport> {
    const { step: nodes } = this.graph
    const [result] = await this.session.runFloats(
      [
        [nodes.indices, indices],
        [nodes.seedAndStep, Int32Array.of(seed, step)],
        [nodes.learningRate, Float32Array.of(learningRate)],
      ],
      [nodes.report],
    )
    const [loss, accuracy, gradientSum] = result ?? []
    if (loss === undefined || accuracy === undefined || gradientSum === undefined)
      throw internalError('a step answered nothing')
    return { loss, accuracy, isFinite: Number.isFinite(loss) && Number.isFinite(gradientSum) }
  }

  /** Logits of images by index, `[indices, classes]`; null where it was aborted between two batches. */
  async logits(indices: Int32Array): Promise<Float32Array>
  async logits(indices: Int32Array, signal: AbortSignal | undefined): Promise<Float32Array | null>
  async logits(indices: Int32Array, signal?: AbortSignal): Promise<Float32Array | null> {
    const { evaluation } = this.graph
    const all = new Float32Array(indices.length * this.classes)
    for (let start = 0; start < indices.length; start += EVALUATION_BATCH) {
      if (signal?.aborted) return null
      const batch = indices.subarray(start, start + EVALUATION_BATCH)
      const [logits] = await this.session.runFloats(
        [[evaluation.indices, batch]],
        [evaluation.logits],
      )
      if (logits) all.set(logits, start * this.classes)
    }
    return all
  }

  /** The weights that evaluation uses. */
  async evaluatedWeights(): Promise<WeightValues> {
    const { weights } = this.graph
    const values = await this.session.read(weights.map(({ evaluated }) => evaluated))
    return new Map(
      weights.map(({ spec }, index) => [spec.name, values[index] ?? new Float32Array()]),
    )
  }

  /** Makes evaluation use other weights, such as those of the best epoch. */
  async restore(values: WeightValues): Promise<void> {
    for (const { spec, evaluated } of this.graph.weights) {
      const value = values.get(spec.name)
      if (!value) throw internalError(`no value for ${spec.name}`)
      await this.session.assign([[evaluated, value]])
    }
  }

  [Symbol.dispose](): void {
    this.session.close()
  }
}
