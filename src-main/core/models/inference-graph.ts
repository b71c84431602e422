import type { Precision } from '../../../src-preload/contract/training'
import { internalError } from '../errors'
import { Graph, type SymbolicTensor } from '../tensorflow/graph/graph'
import { UNKNOWN_BATCH } from '../tensorflow/graph/shape'
import { floats, placeholder } from '../tensorflow/ops/constants'
import { add } from '../tensorflow/ops/arithmetic'
import { afterAll } from '../tensorflow/ops/array'
import { softmax } from '../tensorflow/ops/network'
import { inferenceForward } from './compile/inference-forward'
import { modelWeights, type Model } from './model'

/** A network whose weights are constants, so that TensorFlow folds and fuses them once. */
export interface InferenceGraph {
  readonly graph: Graph
  /** `[any number, height, width, channels]`, float32 in [0, 1]. */
  readonly images: SymbolicTensor
  /** `[images, classes]`, float32. */
  readonly probabilities: SymbolicTensor
}

/**
 * @param weights values by name, as evaluation uses them
 * @param adjustment added to the logits, `[classes]`; null adds nothing
 */
export function buildInferenceGraph(
  model: Model,
  weights: ReadonlyMap<string, Float32Array>,
  adjustment: Float32Array | null,
  precision: Precision,
): InferenceGraph {
  const graph = new Graph()
  const shapes = new Map(modelWeights(model).map(({ name, shape }) => [name, shape]))
  const weight = (name: string): SymbolicTensor => {
    const values = weights.get(name)
    if (!values) throw internalError(`no value for ${name}`)
    return floats(graph, values, shapes.get(name))
  }
  const shape = [UNKNOWN_BATCH, ...model.inputShape]
  const images = placeholder(graph, 'images', 'float32', shape)
  const logits = inferenceForward(model, images, { compute: precision, weight })
  const adjusted = adjustment ? add(logits, floats(graph, adjustment)) : logits
  return { graph, images, probabilities: afterAll(softmax(adjusted), [], 'probabilities') }
}
