import type { Precision } from '../../../src-preload/contract/training'
import { internalError } from '../errors'
import { inferenceForward } from '../models/compile/inference-forward'
import { modelWeights, type Model } from '../models/model'
import { Graph, type SymbolicTensor } from '../tensorflow/graph/graph'
import { elementCount, UNKNOWN_BATCH } from '../tensorflow/graph/shape'
import { multiply } from '../tensorflow/ops/arithmetic'
import { afterAll, bitcast, cast, reshape } from '../tensorflow/ops/array'
import { placeholder, scalar } from '../tensorflow/ops/constants'
import { gatherRows, variable, readVariable, type Variable } from '../tensorflow/ops/variables'

/** The nodes that evaluate images by their index. */
export interface EvaluationNodes {
  /** Any number of images, int32. */
  readonly indices: SymbolicTensor
  /** `[indices, classes]`, float32. */
  readonly logits: SymbolicTensor
}

/** Evaluation alone: what measures a network that is trained already. */
export interface EvaluationGraph {
  readonly graph: Graph
  readonly images: Variable
  /** By name. */
  readonly weights: ReadonlyMap<string, Variable>
  readonly evaluation: EvaluationNodes
}

export function buildEvaluationGraph(
  model: Model,
  precision: Precision,
  imageCount: number,
): EvaluationGraph {
  const graph = new Graph()
  const images = declareImages(graph, model, imageCount)
  const weights = new Map(
    modelWeights(model).map(({ name, shape }) => [name, variable(graph, name, 'float32', shape)]),
  )
  const weight = (name: string): SymbolicTensor => {
    const found = weights.get(name)
    if (!found) throw internalError(`the model has no weight ${name}`)
    return readVariable(found)
  }
  return { graph, images, weights, evaluation: buildEvaluation(images, weight, model, precision) }
}

/** `[imageCount, pixels]`, uint8; fed as int32 words of four pixels, since tfjs would copy bytes twice. */
export function declareImages(graph: Graph, { inputShape }: Model, imageCount: number): Variable {
  const pixels = elementCount(inputShape)
  if (pixels % 4 !== 0) throw internalError(`${pixels} pixels are no multiple of 4`)
  return variable(graph, 'images', 'uint8', [imageCount, pixels], {
    dtype: 'int32',
    shape: [imageCount, pixels / 4],
    convert: (words) => reshape(bitcast(words, 'uint8', [...words.shape, 4]), [imageCount, pixels]),
  })
}

/** @param weight each weight's value as evaluation uses it */
export function buildEvaluation(
  images: Variable,
  weight: (name: string) => SymbolicTensor,
  model: Model,
  precision: Precision,
): EvaluationNodes {
  const { graph } = images.handle
  const indices = placeholder(graph, 'evaluation/indices', 'int32', [UNKNOWN_BATCH])
  const x = imageRows(images, indices, model)
  const logits = inferenceForward(model, x, { compute: precision, weight })
  return { indices, logits: afterAll(logits, [], 'evaluation/logits') }
}

/** Images by index: `[indices, height, width, channels]`, float32 in [0, 1]. */
export function imageRows(
  images: Variable,
  indices: SymbolicTensor,
  { inputShape }: Model,
): SymbolicTensor {
  const [count = UNKNOWN_BATCH] = indices.shape
  const bytes = gatherRows(images, indices)
  const pixels = cast(reshape(bytes, [count, ...inputShape]), 'float32')
  return multiply(pixels, scalar(images.handle.graph, 1 / 255))
}
