import type { SymbolicTensor } from '../tensorflow/graph/graph'
import { dimension } from '../tensorflow/graph/shape'
import { add, multiply, sum } from '../tensorflow/ops/arithmetic'
import { gather } from '../tensorflow/ops/array'
import { floats, integers, scalar } from '../tensorflow/ops/constants'
import { crossEntropy, oneHot, sparseCrossEntropy } from '../tensorflow/ops/network'

export interface LossOptions {
  /** Share of each target spread evenly over all classes (Szegedy et al. 2016, section 7). */
  readonly labelSmoothing: number
  /** Weight of an image by its class, mean 1 over the training images; null weighs all alike. */
  readonly classWeights: Float32Array | null
  /** Added to the logits within the loss, `[classes]` (Menon et al. 2021, equation 10); none where left out. */
  readonly lossAdjustment?: Float32Array | null
}

/**
 * Mean cross-entropy of a batch: a float32 scalar, in nats. Class weights multiply each image's loss;
 * the sum is divided by the number of images, as Keras does.
 * @param answered logits `[batch, classes]`, float32
 * @param labels `[batch]`, int32 or int64
 */
export function meanLoss(
  answered: SymbolicTensor,
  labels: SymbolicTensor,
  { labelSmoothing, classWeights, lossAdjustment = null }: LossOptions,
): SymbolicTensor {
  const { graph } = answered
  const logits = lossAdjustment ? add(answered, floats(graph, lossAdjustment)) : answered
  const each =
    labelSmoothing === 0
      ? sparseCrossEntropy(logits, labels)
      : crossEntropy(logits, smoothed(logits, labels, labelSmoothing))
  const weighted = classWeights ? multiply(each, gather(floats(graph, classWeights), labels)) : each
  return multiply(sum(weighted), scalar(graph, 1 / dimension(logits.shape, 0)))
}

function smoothed(
  logits: SymbolicTensor,
  labels: SymbolicTensor,
  smoothing: number,
): SymbolicTensor {
  const { graph } = logits
  const classes = dimension(logits.shape, 1)
  const off = smoothing / classes
  return oneHot(
    labels,
    integers(graph, [classes], []),
    scalar(graph, 1 - smoothing + off),
    scalar(graph, off),
    classes,
  )
}
