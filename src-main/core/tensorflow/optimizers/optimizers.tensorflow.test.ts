import { beforeAll, expect, test } from 'vitest'
import {
  optimizerSchema,
  type OptimizerConfiguration,
} from '../../../../src-preload/contract/training'
import { createRandom } from '../../random/random'
import { Graph } from '../graph/graph'
import { afterAll } from '../ops/array'
import { placeholder, scalar } from '../ops/constants'
import { readVariable, variable } from '../ops/variables'
import type { TensorFlow } from '../runtime'
import { Session } from '../session'
import { tensorflowForTests } from '../test-session.test-helper'
import { expectClose } from '../tolerance.test-helper'
import { applyUpdate, optimizerSlots } from './optimizer'

const SIZE = 6
const STEPS = 20
const RATE = 0.05

let tensorflow: TensorFlow
beforeAll(async () => {
  tensorflow = await tensorflowForTests()
})

/** Weights after each step under the same gradients, by TensorFlow. */
async function updated(optimizer: OptimizerConfiguration, start: number[], gradients: number[][]) {
  const graph = new Graph()
  const weight = variable(graph, 'w', 'float32', [SIZE])
  const slots = optimizerSlots(optimizer, weight)
  const gradient = placeholder(graph, 'gradient', 'float32', [SIZE])
  const step = placeholder(graph, 'step', 'float32', [])
  const learningRate = placeholder(graph, 'rate', 'float32', [])
  const value = readVariable(weight)
  const after = [value.operation]
  const update = applyUpdate(optimizer, { weight, gradient, learningRate, step, after }, slots)
  const done = afterAll(scalar(graph, 0), [update])
  const session = await Session.open(tensorflow, graph)
  await session.assign([
    [weight, Float32Array.from(start)],
    ...slots.map((slot) => [slot, new Float32Array(SIZE)] as const),
  ])
  for (const [index, values] of gradients.entries())
    await session.run(
      [
        [gradient, Float32Array.from(values)],
        [step, Float32Array.of(index)],
        [learningRate, Float32Array.of(RATE)],
      ],
      [done],
    )
  const [result] = await session.read([weight])
  session.close()
  return result ?? new Float32Array()
}

/** The papers' rules, one weight at a time in float64. */
function reference(optimizer: OptimizerConfiguration, start: number, gradients: number[]): number {
  let [weight, m, v] = [start, 0, 0]
  gradients.forEach((gradient, index) => {
    if (optimizer.kind === 'sgd') {
      m = optimizer.momentum * m - RATE * gradient
      weight += m
      return
    }
    if (optimizer.kind === 'adamw') weight -= RATE * optimizer.weightDecay * weight
    m = 0.9 * m + 0.1 * gradient
    v = 0.999 * v + 0.001 * gradient ** 2
    const count = index + 1
    const rate = (RATE * Math.sqrt(1 - 0.999 ** count)) / (1 - 0.9 ** count)
    weight -= (rate * m) / (Math.sqrt(v) + 1e-7)
  })
  return weight
}

test.each([
  optimizerSchema.parse({ kind: 'adam' }),
  optimizerSchema.parse({ kind: 'adamw', weightDecay: 0.3 }),
  optimizerSchema.parse({ kind: 'sgd', momentum: 0.9 }),
  optimizerSchema.parse({ kind: 'sgd', momentum: 0 }),
])('twenty updates follow the rule of $kind', async (optimizer) => {
  const random = createRandom(4, 'optimizers')
  const start = Array.from({ length: SIZE }, () => random.normal())
  const gradients = Array.from({ length: STEPS }, () =>
    Array.from({ length: SIZE }, () => random.normal()),
  )
  const expected = start.map((value, index) =>
    reference(
      optimizer,
      value,
      gradients.map((row) => row[index] ?? 0),
    ),
  )
  const actual = await updated(optimizer, start, gradients)
  expectClose(actual, expected, 'kernel', optimizer.kind)
  expect(actual).not.toEqual(Float32Array.from(start))
})
