import type { Precision } from '../../../src-preload/contract/training'
import { internalError } from '../errors'
import { buildInferenceGraph, type InferenceGraph } from '../models/inference-graph'
import type { Model } from '../models/model'
import { Session } from '../tensorflow/session'
import type { TensorFlow } from '../tensorflow/runtime'

export interface RecognisableModel {
  readonly model: Model
  /** By name, as evaluation uses them. */
  readonly weights: ReadonlyMap<string, Float32Array>
  /** Added to the logits, `[classes]`; null adds nothing. */
  readonly adjustment: Float32Array | null
}

/** A trained network ready to answer: one warm session, weights frozen into it. */
export class Recogniser implements Disposable {
  private constructor(
    private readonly session: Session,
    private readonly graph: InferenceGraph,
  ) {}

  static async open(
    tensorflow: TensorFlow,
    { model, weights, adjustment }: RecognisableModel,
    precision: Precision,
  ): Promise<Recogniser> {
    const graph = buildInferenceGraph(model, weights, adjustment, precision)
    return new Recogniser(await Session.open(tensorflow, graph.graph), graph)
  }

  /**
   * Probabilities of the classes, `[images, classes]`.
   * @param images `[images, height, width, channels]`, upright, in [0, 1]
   */
  async probabilities(images: Float32Array): Promise<Float32Array> {
    const [result] = await this.session.runFloats(
      [[this.graph.images, images]],
      [this.graph.probabilities],
    )
    if (!result) throw internalError('the network answered nothing')
    return result
  }

  [Symbol.dispose](): void {
    this.session.close()
  }
}
