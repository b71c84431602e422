import type { Precision } from '../../../src-preload/contract/training'
import { internalError } from '../errors'
import type { Dataset } from '../datasets/dataset'
import type { Model } from '../models/model'
import { Session } from '../tensorflow/session'
import type { TensorFlow } from '../tensorflow/runtime'
import { buildEvaluationGraph } from './evaluation-graph'
import { imageLogits, type ImageLogitsOptions } from './image-logits'
import type { WeightValues } from './run-session'

export interface TrainedNetwork {
  readonly model: Model
  readonly weights: WeightValues
  readonly precision: Precision
}

/**
 * Logits of a data set's images by a trained network, `[indices, classes]`: bit for bit those that its
 * training run would have measured.
 * @returns null where it was aborted
 */
export async function evaluateImages(
  tensorflow: TensorFlow,
  { model, weights, precision }: TrainedNetwork,
  { images, labels }: Pick<Dataset, 'images' | 'labels'>,
  indices: Int32Array,
  options: ImageLogitsOptions = {},
): Promise<Float32Array | null> {
  const graph = buildEvaluationGraph(model, precision, labels.length)
  using session = await Session.open(tensorflow, graph.graph)
  await session.assign([[graph.images, new Int32Array(images.buffer)]])
  for (const [name, variable] of graph.weights) {
    const values = weights.get(name)
    if (!values) throw internalError(`no value for ${name}`)
    await session.assign([[variable, values]])
  }
  return await imageLogits(session, graph.evaluation, indices, options)
}
