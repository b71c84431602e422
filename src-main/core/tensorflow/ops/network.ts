import { internalError } from '../../errors'
import type { SymbolicTensor } from '../graph/graph'
import { outputOf, type Operation } from '../graph/graph'
import { dimension, formatShape, sameShape, UNKNOWN_BATCH, type Shape } from '../graph/shape'
import { multiply, sum } from './arithmetic'
import { cast } from './array'
import { floats, scalar } from './constants'

/** All images lie in memory as `[batch, height, width, channels]`. */
const CHANNELS_LAST = { data_format: 'NHWC' } as const

export type Padding = 'SAME' | 'VALID'

/** Attributes of a convolution with stride 1, shared by the op and its gradients. */
export function convolutionAttributes(dtype: SymbolicTensor['dtype'], padding: string) {
  return { T: dtype, strides: [1, 1, 1, 1], padding, ...CHANNELS_LAST }
}

/**
 * Cross-correlation with stride 1.
 * @param x `[batch, height, width, channels]`
 * @param kernel `[rows, columns, channels, filters]`
 */
export function conv2d(
  x: SymbolicTensor,
  kernel: SymbolicTensor,
  padding: Padding,
): SymbolicTensor {
  const [batch = 0, height = 0, width = 0, channels] = x.shape
  const [rows = 0, columns = 0, kernelChannels, filters = 0] = kernel.shape
  if (channels !== kernelChannels)
    throw internalError(`Conv2D of ${formatShape(x.shape)} with ${formatShape(kernel.shape)}`)
  const [cutRows, cutColumns] = padding === 'SAME' ? [0, 0] : [rows - 1, columns - 1]
  const shape = [batch, height - cutRows, width - cutColumns, filters]
  return x.graph.addOne('Conv2D', [x, kernel], convolutionAttributes(x.dtype, padding), {
    dtype: x.dtype,
    shape,
  })
}

/** Adds one value a channel (the last axis). */
export function biasAdd(x: SymbolicTensor, bias: SymbolicTensor): SymbolicTensor {
  if (!sameShape(bias.shape, [dimension(x.shape, -1)]))
    throw internalError(`BiasAdd of ${formatShape(x.shape)} and ${formatShape(bias.shape)}`)
  const { dtype, shape } = x
  return x.graph.addOne('BiasAdd', [x, bias], { T: dtype, ...CHANNELS_LAST }, { dtype, shape })
}

export interface BatchNormalization {
  /** `[batch, height, width, channels]`, in the type of `x`. */
  readonly y: SymbolicTensor
  /** Batch mean, `[channels]`, float32. */
  readonly mean: SymbolicTensor
  /** Unbiased batch variance, `[channels]`, float32. */
  readonly variance: SymbolicTensor
}

/** Normalisation by the statistics of the batch (Ioffe and Szegedy 2015), in training. */
export function batchNormalization(
  x: SymbolicTensor,
  gamma: SymbolicTensor,
  beta: SymbolicTensor,
  epsilon: number,
): BatchNormalization {
  const none = floats(x.graph, [])
  const node = fusedBatchNorm([x, gamma, beta, none, none], epsilon, true)
  return { y: outputOf(node, 0), mean: outputOf(node, 1), variance: outputOf(node, 2) }
}

/** Normalisation by given statistics, `[channels]` each. */
export function normalizeBy(
  x: SymbolicTensor,
  gamma: SymbolicTensor,
  beta: SymbolicTensor,
  mean: SymbolicTensor,
  variance: SymbolicTensor,
  epsilon: number,
): SymbolicTensor {
  return outputOf(fusedBatchNorm([x, gamma, beta, mean, variance], epsilon, false), 0)
}

function fusedBatchNorm(
  inputs: readonly [SymbolicTensor, ...SymbolicTensor[]],
  epsilon: number,
  isTraining: boolean,
): Operation {
  const [x] = inputs
  const statistic = { dtype: 'float32', shape: [dimension(x.shape, -1)] } as const
  return x.graph.add(
    'FusedBatchNormV3',
    inputs,
    { ...batchNormAttributes(x.dtype, epsilon), is_training: isTraining },
    [x, statistic, statistic, statistic, statistic, { dtype: 'float32', shape: [0] }],
  )
}

/** Attributes shared by batch normalisation and its gradient; statistics stay float32 (`U`). */
export function batchNormAttributes(dtype: SymbolicTensor['dtype'], epsilon: number) {
  return { T: dtype, U: 'float32', epsilon, ...CHANNELS_LAST } as const
}

export function relu(x: SymbolicTensor): SymbolicTensor {
  return x.graph.addOne('Relu', [x], { T: x.dtype }, { dtype: x.dtype, shape: x.shape })
}

/** The gradient of relu: `dy` where `y` is positive, else 0. */
export function reluGradient(dy: SymbolicTensor, y: SymbolicTensor): SymbolicTensor {
  return y.graph.addOne('ReluGrad', [dy, y], { T: y.dtype }, { dtype: y.dtype, shape: y.shape })
}

/** Attributes of max-pooling over squares that do not overlap. */
function poolAttributes(dtype: SymbolicTensor['dtype'], size: number) {
  const window = [1, size, size, 1]
  return { T: dtype, ksize: window, strides: window, padding: 'VALID', ...CHANNELS_LAST }
}

/** The maximum of each `size` x `size` square; an incomplete square at the edge is dropped. */
export function maxPool(x: SymbolicTensor, size: number): SymbolicTensor {
  const [batch = 0, height = 0, width = 0, channels = 0] = x.shape
  const shape = [batch, Math.floor(height / size), Math.floor(width / size), channels]
  return x.graph.addOne('MaxPool', [x], poolAttributes(x.dtype, size), { dtype: x.dtype, shape })
}

/** The maximum of each pixel and the eight around it, where they are within the image. */
export function neighbourhoodMaximum(x: SymbolicTensor): SymbolicTensor {
  const attributes = { ...poolAttributes(x.dtype, 3), strides: [1, 1, 1, 1], padding: 'SAME' }
  return x.graph.addOne('MaxPool', [x], attributes, x)
}

/** The gradient of {@link maxPool} from `x` to `y`: each window's goes to its first maximum. */
export function maxPoolGradient(
  dy: SymbolicTensor,
  x: SymbolicTensor,
  y: SymbolicTensor,
  size: number,
): SymbolicTensor {
  return x.graph.addOne('MaxPoolGrad', [x, y, dy], poolAttributes(x.dtype, size), x)
}

/**
 * The mean over height and width: `[batch, height, width, channels]` to `[batch, channels]`. Summed in float32,
 * whatever the type of `x`: sums of many bfloat16 values would lose the small ones.
 */
export function globalAveragePool(x: SymbolicTensor): SymbolicTensor {
  const pixels = dimension(x.shape, 1) * dimension(x.shape, 2)
  const total = sum(cast(x, 'float32'), [1, 2])
  return cast(multiply(total, scalar(x.graph, 1 / pixels)), x.dtype)
}

export function softmax(logits: SymbolicTensor): SymbolicTensor {
  const { dtype, shape } = logits
  return logits.graph.addOne('Softmax', [logits], { T: dtype }, { dtype, shape })
}

/**
 * Cross-entropy of each row against a class index: `[batch]`, in nats.
 * @param logits `[batch, classes]`, float32
 * @param labels `[batch]`, int32 or int64
 */
export function sparseCrossEntropy(logits: SymbolicTensor, labels: SymbolicTensor): SymbolicTensor {
  const node = logits.graph.add(
    'SparseSoftmaxCrossEntropyWithLogits',
    [logits, labels],
    { T: logits.dtype, Tlabels: labels.dtype },
    [rowLoss(logits), logits],
  )
  return outputOf(node, 0)
}

/** Cross-entropy of each row against a distribution over the classes: `[batch]`, in nats. */
export function crossEntropy(logits: SymbolicTensor, targets: SymbolicTensor): SymbolicTensor {
  const node = logits.graph.add(
    'SoftmaxCrossEntropyWithLogits',
    [logits, targets],
    { T: logits.dtype },
    [rowLoss(logits), logits],
  )
  return outputOf(node, 0)
}

function rowLoss(logits: SymbolicTensor): { dtype: SymbolicTensor['dtype']; shape: Shape } {
  return { dtype: logits.dtype, shape: [logits.shape[0] ?? UNKNOWN_BATCH] }
}

/** Rows of `onValue` at the label and `offValue` elsewhere: `[batch, classes]`, float32. */
export function oneHot(
  labels: SymbolicTensor,
  depth: SymbolicTensor,
  onValue: SymbolicTensor,
  offValue: SymbolicTensor,
  classes: number,
): SymbolicTensor {
  return labels.graph.addOne(
    'OneHot',
    [labels, depth, onValue, offValue],
    { T: 'float32', TI: labels.dtype, axis: -1 },
    { dtype: 'float32', shape: [...labels.shape, classes] },
  )
}
