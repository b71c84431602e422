import type { Tensor, Tensor2D, Tensor4D } from '@tensorflow/tfjs-node-gpu'
import { beforeAll, describe, expect, test } from 'vitest'
import { createRandom, type Random } from '../../random/random'
import { Graph, type SymbolicTensor } from '../graph/graph'
import type { OpName } from '../graph/op-definitions'
import { elementCount, type Shape } from '../graph/shape'
import * as arithmetic from '../ops/arithmetic'
import * as array from '../ops/array'
import { constant, placeholder, scalar } from '../ops/constants'
import * as network from '../ops/network'
import type { TensorFlow } from '../runtime'
import { Session, type Feed } from '../session'
import { tensorflowForTests } from '../test-session.test-helper'
import { expectClose } from '../tolerance.test-helper'
import { backpropagate } from './backpropagate'
import { GRADIENT_RULES } from './registry'
import { isDifferentiable } from './rule'

/** One op with its domain: what goes in, and the same in tfjs where tfjs has it. */
interface Case {
  readonly op: OpName
  readonly name: string
  readonly shapes: readonly Shape[]
  readonly build: (xs: readonly SymbolicTensor[]) => SymbolicTensor
  readonly tfjs?: (tf: TensorFlow, xs: Tensor[]) => Tensor
  /** Values of the inputs; by default a normal distribution. */
  readonly draw?: (random: Random) => number
  /** Half the width of the central difference. Wide for linear ops, where only rounding matters. */
  readonly step?: number
}

const LABELS = Int32Array.of(0, 2, 1, 2)
/** Neighbours a tenth apart, so that no maximum and no sign changes within a step. */
const apart = (random: Random) => {
  const tenths = random.integer(40) - 20
  return (tenths + 0.5) / 10
}
const positive = (random: Random) => 0.5 + random.uniform()
const pair = (xs: readonly SymbolicTensor[]): [SymbolicTensor, SymbolicTensor] => {
  const [a, b] = xs
  if (!a || !b) throw new Error('two inputs are wanted')
  return [a, b]
}
const only = (xs: readonly SymbolicTensor[]) => {
  const [x] = xs
  if (!x) throw new Error('one input is wanted')
  return x
}
const binary =
  (op: (a: SymbolicTensor, b: SymbolicTensor) => SymbolicTensor) =>
  (xs: readonly SymbolicTensor[]) =>
    op(...pair(xs))

const matMulCases = [false, true].flatMap((transposeA) =>
  [false, true].map((transposeB): Case => ({
    op: 'MatMul',
    name: `transposed ${transposeA} ${transposeB}`,
    shapes: [transposeA ? [5, 4] : [4, 5], transposeB ? [3, 5] : [5, 3]],
    build: (xs) => arithmetic.matMul(...pair(xs), { transposeA, transposeB }),
    tfjs: (tf, [a, b]) => tf.matMul(a as Tensor2D, b as Tensor2D, transposeA, transposeB),
    step: 0.1,
  })),
)

const CASES: readonly Case[] = [
  ...matMulCases,
  {
    op: 'AddV2',
    name: 'with a row repeated',
    shapes: [[4, 3], [3]],
    build: binary(arithmetic.add),
    tfjs: (tf, [a, b]) => tf.add(a ?? 0, b ?? 0),
    step: 0.1,
  },
  {
    op: 'AddV2',
    name: 'with a column repeated on the left',
    shapes: [
      [4, 1],
      [4, 3],
    ],
    build: binary(arithmetic.add),
    tfjs: (tf, [a, b]) => tf.add(a ?? 0, b ?? 0),
    step: 0.1,
  },
  {
    op: 'Sub',
    name: 'of a row',
    shapes: [[4, 3], [3]],
    build: binary(arithmetic.subtract),
    tfjs: (tf, [a, b]) => tf.sub(a ?? 0, b ?? 0),
    step: 0.1,
  },
  {
    op: 'Mul',
    name: 'by a scalar',
    shapes: [[4, 3], []],
    build: binary(arithmetic.multiply),
    tfjs: (tf, [a, b]) => tf.mul(a ?? 0, b ?? 0),
  },
  {
    op: 'RealDiv',
    name: 'by a row',
    shapes: [[4, 3], [3]],
    draw: positive,
    build: binary(arithmetic.divide),
    tfjs: (tf, [a, b]) => tf.div(a ?? 0, b ?? 0),
  },
  {
    op: 'AddN',
    name: 'of three',
    shapes: [[4], [4], [4]],
    build: (xs) => arithmetic.addAll(xs),
    tfjs: (tf, xs) => tf.addN(xs),
    step: 0.1,
  },
  {
    op: 'Neg',
    name: '',
    shapes: [[7]],
    build: (xs) => arithmetic.negate(only(xs)),
    tfjs: (tf, [x]) => tf.neg(x ?? 0),
    step: 0.1,
  },
  {
    op: 'Rsqrt',
    name: '',
    shapes: [[7]],
    draw: positive,
    build: (xs) => arithmetic.rsqrt(only(xs)),
    tfjs: (tf, [x]) => tf.rsqrt(x ?? 0),
  },
  {
    op: 'Sum',
    name: 'over the first axis',
    shapes: [[4, 3]],
    build: (xs) => arithmetic.sum(only(xs), [0]),
    tfjs: (tf, [x]) => tf.sum(x ?? 0, 0),
    step: 0.1,
  },
  {
    op: 'Sum',
    name: 'over the last axis',
    shapes: [[4, 3]],
    build: (xs) => arithmetic.sum(only(xs), [1]),
    tfjs: (tf, [x]) => tf.sum(x ?? 0, 1),
    step: 0.1,
  },
  {
    op: 'Sum',
    name: 'over a square, first axis',
    shapes: [[3, 3]],
    build: (xs) => arithmetic.sum(only(xs), [0]),
    tfjs: (tf, [x]) => tf.sum(x ?? 0, 0),
    step: 0.1,
  },
  {
    op: 'Sum',
    name: 'over a square, last axis',
    shapes: [[3, 3]],
    build: (xs) => arithmetic.sum(only(xs), [1]),
    tfjs: (tf, [x]) => tf.sum(x ?? 0, 1),
    step: 0.1,
  },
  {
    op: 'Sum',
    name: 'over everything',
    shapes: [[4, 3]],
    build: (xs) => arithmetic.sum(only(xs)),
    tfjs: (tf, [x]) => tf.sum(x ?? 0),
    step: 0.1,
  },
  {
    op: 'Sum',
    name: 'over height and width, as a mean',
    shapes: [[2, 4, 3, 5]],
    build: (xs) => network.globalAveragePool(only(xs)),
    tfjs: (tf, [x]) => tf.mean(x ?? 0, [1, 2]),
    step: 0.1,
  },
  {
    op: 'Reshape',
    name: '',
    shapes: [[4, 3]],
    build: (xs) => array.reshape(only(xs), [2, 6]),
    tfjs: (tf, [x]) => tf.reshape(x ?? 0, [2, 6]),
    step: 0.1,
  },
  {
    op: 'Identity',
    name: '',
    shapes: [[4]],
    build: (xs) => array.afterAll(only(xs), []),
    step: 0.1,
  },
  {
    op: 'Cast',
    name: 'to bfloat16 and back, on values that bfloat16 holds',
    shapes: [[8]],
    draw: (random) => random.integer(16) - 8,
    build: (xs) => array.cast(array.cast(only(xs), 'bfloat16'), 'float32'),
    step: 1,
  },
  ...(['SAME', 'VALID'] as const).map((padding): Case => ({
    op: 'Conv2D',
    name: padding,
    shapes: [
      [2, 6, 5, 3],
      [3, 3, 3, 4],
    ],
    build: (xs) => network.conv2d(...pair(xs), padding),
    tfjs: (tf, [x, kernel]) =>
      tf.conv2d(x as Tensor4D, kernel as Tensor4D, 1, padding === 'SAME' ? 'same' : 'valid'),
  })),
  {
    op: 'BiasAdd',
    name: '',
    shapes: [[2, 3, 3, 4], [4]],
    build: binary(network.biasAdd),
    tfjs: (tf, [x, bias]) => tf.add(x ?? 0, bias ?? 0),
    step: 0.1,
  },
  {
    op: 'FusedBatchNormV3',
    name: 'by the batch',
    shapes: [[4, 3, 3, 2], [2], [2]],
    build: ([x, gamma, beta]) => {
      if (!x || !gamma || !beta) throw new Error('three inputs are wanted')
      return network.batchNormalization(x, gamma, beta, 1e-3).y
    },
    tfjs: (tf, [x, gamma, beta]) => {
      const { mean, variance } = tf.moments(x ?? 0, [0, 1, 2])
      return tf.batchNorm(x as Tensor4D, mean, variance, beta, gamma, 1e-3)
    },
  },
  {
    op: 'Relu',
    name: '',
    shapes: [[5, 7]],
    draw: apart,
    build: (xs) => network.relu(only(xs)),
    tfjs: (tf, [x]) => tf.relu(x ?? 0),
  },
  {
    op: 'MaxPool',
    name: 'with an edge left over',
    shapes: [[2, 5, 5, 2]],
    // Every value once: neighbours in a window are never equal.
    draw: (random) => random.normal() * 10,
    build: (xs) => network.maxPool(only(xs), 2),
    tfjs: (tf, [x]) => tf.maxPool(x as Tensor4D, 2, 2, 'valid'),
    step: 1e-3,
  },
  {
    op: 'SparseSoftmaxCrossEntropyWithLogits',
    name: '',
    shapes: [[4, 3]],
    build: (xs) => {
      const logits = only(xs)
      return network.sparseCrossEntropy(logits, constant(logits.graph, 'int32', [4], LABELS))
    },
    tfjs: (tf, [logits]) => {
      const targets = tf.oneHot(tf.tensor1d(LABELS, 'int32'), 3)
      return tf.neg(tf.sum(tf.mul(targets, tf.logSoftmax(logits ?? 0)), 1))
    },
  },
  {
    op: 'SoftmaxCrossEntropyWithLogits',
    name: 'with smoothed targets',
    shapes: [[4, 3]],
    build: (xs) => {
      const logits = only(xs)
      const { graph } = logits
      const targets = network.oneHot(
        constant(graph, 'int32', [4], LABELS),
        constant(graph, 'int32', [], Int32Array.of(3)),
        scalar(graph, 0.9),
        scalar(graph, 0.05),
        3,
      )
      return network.crossEntropy(logits, targets)
    },
    tfjs: (tf, [logits]) => {
      const targets = tf.oneHot(tf.tensor1d(LABELS, 'int32'), 3, 0.9, 0.05, 'float32')
      return tf.neg(tf.sum(tf.mul(targets, tf.logSoftmax(logits ?? 0)), 1))
    },
  },
]

let tensorflow: TensorFlow
beforeAll(async () => {
  tensorflow = await tensorflowForTests()
})

test('every op with a rule is checked here', () => {
  const differentiable = Object.entries(GRADIENT_RULES)
    .filter(([, rule]) => isDifferentiable(rule as never))
    .map(([name]) => name)
  expect([...new Set(CASES.map(({ op }) => op))].sort()).toEqual(differentiable.sort())
})

describe.each(CASES)('the gradient of $op $name', (item) => {
  test('agrees with a central difference along a random direction', async () => {
    const { xs, feeds, cotangent, loss, y, gradients, graph } = differentiated(item)
    const session = await Session.open(tensorflow, graph)
    try {
      const analytic = await session.runFloats(feeds, gradients)
      const random = createRandom(7, `direction ${item.op}`)
      const directions = xs.map(({ shape }) => draw(shape, () => random.normal()))
      const step = item.step ?? 1e-2
      const shifted = async (sign: number) => {
        const moved = feeds.map(([x, values], index): Feed => {
          const direction = directions[index] ?? new Float32Array()
          return [x, direction.map((d, i) => (values[i] ?? 0) + sign * step * d)]
        })
        const [values] = await session.runFloats(moved, [y])
        return dot(values ?? new Float32Array(), cotangent)
      }
      const numeric = ((await shifted(1)) - (await shifted(-1))) / (2 * step)
      const along = analytic.reduce(
        (total, gradient, index) => total + dot(gradient, directions[index] ?? gradient),
        0,
      )
      expectClose([along], [numeric], 'centralDifference', `${item.op} along a direction`)
      expect(loss.shape).toEqual([])
    } finally {
      session.close()
    }
  })

  if (!item.tfjs) return
  test("agrees with tfjs's own", async () => {
    const { feeds, cotangent, gradients, graph, xs } = differentiated(item)
    const session = await Session.open(tensorflow, graph)
    try {
      const ours = await session.runFloats(feeds, gradients)
      const theirs = tensorflow.tidy(() => {
        const inputs = feeds.map(([, values], index) =>
          tensorflow.tensor(values, [...(xs[index]?.shape ?? [])], 'float32'),
        )
        const of = (...tensors: Tensor[]) =>
          item.tfjs?.(tensorflow, tensors) ?? tensorflow.scalar(0)
        const dy = tensorflow.tensor(cotangent, of(...inputs).shape, 'float32')
        return tensorflow
          .grads(of)(inputs, dy)
          .map((gradient) => gradient.dataSync())
      })
      ours.forEach((gradient, index) =>
        expectClose(gradient, theirs[index] ?? [], 'kernel', `input ${index}`),
      )
    } finally {
      session.close()
    }
  })
})

test('a tensor used twice gets the sum of both gradients', async () => {
  const graph = new Graph()
  const x = placeholder(graph, 'x', 'float32', [3])
  // d sum(x x + x) / dx = 2 x + 1
  const loss = arithmetic.sum(arithmetic.add(arithmetic.multiply(x, x), x))
  const [gradient] = backpropagate(loss, [x])
  const session = await Session.open(tensorflow, graph)
  const fetches = gradient ? [gradient] : []
  expect(await session.run([[x, Float32Array.of(1, 2, 3)]], fetches)).toEqual([
    Float32Array.of(3, 5, 7),
  ])
  session.close()
})

test('a loss that does not depend on a tensor is refused by name', () => {
  const graph = new Graph()
  const x = placeholder(graph, 'x', 'float32', [])
  const other = placeholder(graph, 'other', 'float32', [])
  expect(() => backpropagate(arithmetic.negate(x), [other])).toThrow('does not depend on other')
})

test('a loss that depends on a later output of an op is refused, not half differentiated', () => {
  const graph = new Graph()
  const x = placeholder(graph, 'x', 'float32', [4, 3, 3, 2])
  const ones = constant(graph, 'float32', [2], Float32Array.of(1, 1))
  const { mean } = network.batchNormalization(x, ones, ones, 1e-3)
  expect(() => backpropagate(arithmetic.sum(mean), [x])).toThrow(
    'the loss depends on more than the first output of FusedBatchNormV3_0',
  )
})

test('an op without gradient is refused with its reason', () => {
  const graph = new Graph()
  const x = placeholder(graph, 'x', 'float32', [2])
  expect(() => backpropagate(arithmetic.sum(arithmetic.sin(x)), [x])).toThrow(
    'no gradient passes Sin (Sin_0)',
  )
})

/** loss = sum(cotangent * op(xs)), with random inputs and the gradients of all of them. */
function differentiated({ op, name, shapes, build, draw: drawOne }: Case) {
  const graph = new Graph()
  const random = createRandom(3, `inputs ${op} ${name}`)
  const xs = shapes.map((shape, index) => placeholder(graph, `x${index}`, 'float32', shape))
  const feeds = xs.map(
    (x) => [x, draw(x.shape, () => drawOne?.(random) ?? random.normal())] as const satisfies Feed,
  )
  const y = build(xs)
  const cotangent = draw(y.shape, () => random.normal())
  const weighted = arithmetic.multiply(y, constant(graph, 'float32', y.shape, cotangent))
  const loss = arithmetic.sum(weighted)
  return { graph, xs, feeds, y, cotangent, loss, gradients: backpropagate(loss, xs) }
}

function draw(shape: Shape, next: () => number): Float32Array {
  return Float32Array.from({ length: elementCount(shape) }, next)
}

/** In float64, so that the difference of two sums keeps its digits. */
function dot(a: Float32Array, b: Float32Array): number {
  return a.reduce((total, value, index) => total + value * (b[index] ?? 0), 0)
}
