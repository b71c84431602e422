import { beforeAll, describe, expect, test } from 'vitest'
import type { Layer } from '../../../../src-preload/contract/layers'
import type { Precision } from '../../../../src-preload/contract/training'
import { createRandom } from '../../random/random'
import { CustomGradients } from '../../tensorflow/gradients/backpropagate'
import { Graph, type Operation } from '../../tensorflow/graph/graph'
import { afterAll, cast } from '../../tensorflow/ops/array'
import { constant, placeholder, scalar } from '../../tensorflow/ops/constants'
import { reluGradient } from '../../tensorflow/ops/network'
import { RandomStreams } from '../../tensorflow/ops/random'
import type { TensorFlow } from '../../tensorflow/runtime'
import { runOnce, tensorflowForTests } from '../../tensorflow/test-session.test-helper'
import { expectClose } from '../../tensorflow/tolerance.test-helper'
import { MADE_CLASSES, openMadeRun } from '../../training/made-run.test-helper'
import type { TrainingContext } from '../compile/training-context'
import { batchNormalization, conv2d, dense, dropout, flatten, maxPooling2D, reLU } from '../layers'
import { fusedRelu } from './fused-relu'
import { ALL_FAST_PATHS, NO_FAST_PATHS, type FastPaths } from './fast-paths'
import { integerReluGradient } from './integer-relu-gradient'

let tensorflow: TensorFlow
beforeAll(async () => {
  tensorflow = await tensorflowForTests()
})

const convolution = (filters: number) => [
  conv2d(filters, 3, { useBias: false }),
  batchNormalization(),
  reLU(),
]
const NET: readonly Layer[] = [
  ...convolution(8),
  ...convolution(8),
  maxPooling2D(),
  flatten(),
  dense(MADE_CLASSES),
]

/** Weight changes of one step of plain gradient descent: the gradients themselves, and the statistics. */
async function oneStep(fastPaths: FastPaths, precision: Precision, layers = NET) {
  using run = await openMadeRun(tensorflow, layers, {
    fastPaths,
    precision,
    optimizer: { kind: 'sgd', momentum: 0 },
  })
  const before = await run.weights()
  const losses = await run.steps(1, 1)
  const after = await run.weights()
  const changes = [...after].map(
    ([name, values]) =>
      [name, values.map((value, index) => value - (before.get(name)?.[index] ?? 0))] as const,
  )
  return { losses, changes: new Map(changes) }
}

describe.each(['float32', 'bfloat16'] as const)('in %s, against the plain graph', (precision) => {
  const paths = ['reluAfterPool', 'patchCovariance', 'integerReluGradient'] as const
  // In float32 relu has no integer gradient: the graph would be compared with itself.
  const cases = paths.filter((path) => precision === 'bfloat16' || path !== 'integerReluGradient')
  test.each(cases)('%s gives the same loss, statistics and gradients', async (path) => {
    const plain = await oneStep(NO_FAST_PATHS, precision)
    const fast = await oneStep({ ...NO_FAST_PATHS, [path]: true }, precision)
    const tolerance = precision === 'float32' ? 'network' : 'bfloat16'
    expectClose(fast.losses, plain.losses, tolerance, 'loss')
    for (const [name, change] of plain.changes)
      expectClose(fast.changes.get(name) ?? [], change, tolerance, name)
  })

  test('all paths together train as the plain graph does', async () => {
    using plain = await openMadeRun(tensorflow, NET, { precision })
    using fast = await openMadeRun(tensorflow, NET, { precision, fastPaths: ALL_FAST_PATHS })
    const [expected, actual] = [await plain.steps(12), await fast.steps(12)]
    expectClose(actual, expected, precision === 'float32' ? 'network' : 'bfloat16', 'losses')
  })
})

test('bfloat16 trains as float32 does', async () => {
  using full = await openMadeRun(tensorflow, NET)
  using half = await openMadeRun(tensorflow, NET, { precision: 'bfloat16' })
  expectClose(await half.steps(8), await full.steps(8), 'bfloat16', 'losses')
})

test('relu after the pool changes no bit of the loss in float32', async () => {
  const plain = await oneStep(NO_FAST_PATHS, 'float32')
  const fast = await oneStep({ ...NO_FAST_PATHS, reluAfterPool: true }, 'float32')
  expect(fast.losses).toEqual(plain.losses)
})

test('the integer gradient of relu is the plain one, bit for bit but for the sign of zero', async () => {
  const graph = new Graph()
  const random = createRandom(5, 'relu')
  const values = Float32Array.from({ length: 4096 }, (_, index) =>
    index % 7 === 0 ? 0 : index % 11 === 0 ? -0 : random.normal(),
  )
  const dy = cast(placeholder(graph, 'dy', 'float32', [4096]), 'bfloat16')
  const y = cast(constant(graph, 'float32', [4096], values), 'bfloat16')
  const sideEffects: Operation[] = []
  const context = contextOf(graph, sideEffects)
  const plain = cast(reluGradient(dy, y), 'float32')
  const fast = afterAll(cast(integerReluGradient(dy, y, context), 'float32'), sideEffects)
  const dyFed = dy.operation.inputs[0]
  if (!dyFed) throw new Error('dy has an input')
  const fed = Float32Array.from({ length: 4096 }, () => random.normal())
  const [expected, actual] = await runOnce(tensorflow, graph, [[dyFed, fed]], [plain, fast])
  const unsigned = (numbers: ArrayLike<number> = []) => Array.from(numbers, (value) => value + 0)
  expect(unsigned(actual)).toEqual(unsigned(expected))
})

describe.each([0.25, 0.5])('byte dropout at a rate of %d', (rate) => {
  const count = 64 * 1024
  const values = Float32Array.from({ length: count }, (_, index) => (index % 2 ? 1 : -1) * index)

  test.each(['float32', 'bfloat16'] as const)(
    'keeps a positive value as it is or makes it 0, with the gradient of that, in %s',
    async (precision) => {
      const graph = new Graph()
      const seed = placeholder(graph, 'seed', 'int32', [2])
      const x = cast(constant(graph, 'float32', [64, 1024], values), precision)
      const sideEffects: Operation[] = []
      const context = contextOf(graph, sideEffects, new RandomStreams(seed))
      const dropout = { rate, site: 1 }
      const stage = { kind: 'FusedReLU', name: 'relu', poolSize: null, dropout } as const
      const y = fusedRelu(stage, x, context)
      const dy = constant(graph, 'float32', [64, 1024], new Float32Array(count).fill(3))
      const [dx] = context.custom.of(y.operation)?.gradients(cast(dy, precision)) ?? []
      if (!dx) throw new Error('the mask has a gradient')
      const fetches = [x, y, dx].map((tensor) =>
        afterAll(cast(tensor, 'float32'), sideEffects, undefined),
      )
      const feeds = [[seed, Int32Array.of(1, 0)]] as const
      const [input, output, gradient] = await runOnce(tensorflow, graph, feeds, fetches)
      if (!input || !output || !gradient) throw new Error('three fetches are wanted')
      let kept = 0
      let positive = 0
      output.forEach((value, index) => {
        const from = input[index] ?? Number.NaN
        if (from > 0) positive += 1
        if (value !== 0) kept += 1
        if ((value !== 0 && value !== from) || gradient[index] !== (value > 0 ? 3 : 0))
          throw new Error(`position ${index}: ${from} became ${value}, gradient ${gradient[index]}`)
      })
      // Five standard deviations of a binomial share.
      const deviation = Math.sqrt((rate * (1 - rate)) / positive)
      expect(Math.abs(kept / positive - (1 - rate))).toBeLessThan(5 * deviation)
    },
  )

  test('leaves the mean of what follows unchanged, as plain dropout does', async () => {
    const layers = [...convolution(8), dropout(rate), flatten(), dense(MADE_CLASSES)]
    const mean = async (fastPaths: FastPaths) => {
      using run = await openMadeRun(tensorflow, layers, { fastPaths })
      const losses = await run.steps(60, 0)
      return losses.reduce((total, loss) => total + loss, 0) / losses.length
    }
    const plain = await mean(NO_FAST_PATHS)
    expectClose([await mean({ ...NO_FAST_PATHS, byteDropout: true })], [plain], 'sampling', 'loss')
  })
})

function contextOf(
  graph: Graph,
  sideEffects: Operation[],
  random = new RandomStreams(placeholder(graph, 'unused_seed', 'int32', [2])),
): TrainingContext {
  const unused = (): never => {
    throw new Error('this stage has no weights')
  }
  return {
    compute: 'bfloat16',
    weight: unused,
    variable: unused,
    random,
    stepsBefore: scalar(graph, 0),
    custom: new CustomGradients(),
    sideEffects,
    integerReluGradient: true,
  }
}
