import { inputOf, outputOf, type Operation } from '../graph/graph'
import { dimension } from '../graph/shape'
import { multiply } from '../ops/arithmetic'
import { expandLastAxis } from '../ops/array'
import { integers } from '../ops/constants'
import {
  batchNormAttributes,
  convolutionAttributes,
  maxPoolGradient,
  reluGradient,
} from '../ops/network'
import { internalError } from '../../errors'
import type { GradientRule } from './rule'

export const conv2d: GradientRule<'Conv2D'> = (operation, dy) => {
  const x = inputOf(operation, 0)
  const kernel = inputOf(operation, 1)
  const attributes = convolutionAttributes(x.dtype, operation.attributes.padding)
  const { graph } = operation
  return [
    () =>
      graph.addOne('Conv2DBackpropInput', [integers(graph, x.shape), kernel, dy], attributes, x),
    () =>
      graph.addOne(
        'Conv2DBackpropFilter',
        [x, integers(graph, kernel.shape), dy],
        attributes,
        kernel,
      ),
  ]
}

export const biasAdd: GradientRule<'BiasAdd'> = (operation, dy) => [
  () => dy,
  () =>
    operation.graph.addOne(
      'BiasAddGrad',
      [dy],
      { T: dy.dtype, data_format: 'NHWC' },
      { dtype: dy.dtype, shape: inputOf(operation, 1).shape },
    ),
]

/** One kernel answers the gradients of input, gamma and beta together. */
export const fusedBatchNorm: GradientRule<'FusedBatchNormV3'> = (operation, dy) => {
  const { epsilon, is_training: isTraining } = operation.attributes
  if (!isTraining) throw internalError('batch normalisation has a gradient only in training')
  const x = inputOf(operation, 0)
  const scale = inputOf(operation, 1)
  let node: Operation | undefined
  const output = (index: number) => () => {
    node ??= operation.graph.add(
      'FusedBatchNormGradV3',
      [dy, x, scale, outputOf(operation, 3), outputOf(operation, 4), outputOf(operation, 5)],
      { ...batchNormAttributes(x.dtype, epsilon), is_training: true },
      [x, scale, scale, { dtype: 'float32', shape: [0] }, { dtype: 'float32', shape: [0] }],
    )
    return outputOf(node, index)
  }
  return [output(0), output(1), output(2), undefined, undefined]
}

export const relu: GradientRule<'Relu'> = (operation, dy) => [
  () => reluGradient(dy, outputOf(operation, 0)),
]

export const maxPool: GradientRule<'MaxPool'> = (operation, dy) => {
  const size = dimension(operation.attributes.ksize, 1)
  return [() => maxPoolGradient(dy, inputOf(operation, 0), outputOf(operation, 0), size)]
}

/** The op's second output is already the gradient of each row's loss with respect to its logits. */
export const crossEntropy: GradientRule = (operation, dy) => [
  () => multiply(expandLastAxis(dy), outputOf(operation, 1)),
  undefined,
]
