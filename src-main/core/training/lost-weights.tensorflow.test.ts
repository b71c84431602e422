import { beforeAll, describe, expect, test } from 'vitest'
import { ALL_FAST_PATHS, NO_FAST_PATHS } from '../models/fast-paths/fast-paths'
import { architectureLayers } from '../models/architectures'
import { architectureSchema } from '../../../src-preload/contract/training'
import type { TensorFlow } from '../tensorflow/runtime'
import { tensorflowForTests } from '../tensorflow/test-session.test-helper'
import { MADE_CLASSES, madeBatch, openMadeRun } from './made-run.test-helper'

let tensorflow: TensorFlow
beforeAll(async () => {
  tensorflow = await tensorflowForTests()
})

const SMALL_CNN = architectureLayers(
  architectureSchema.parse({ name: 'seed-cnn', filters: [8, 8], denseUnits: 16 }),
  MADE_CLASSES,
)

describe.each([
  ['float32', 'fast paths', ALL_FAST_PATHS],
  ['float32', 'the plain graph', NO_FAST_PATHS],
  ['bfloat16', 'fast paths', ALL_FAST_PATHS],
] as const)('in %s, by %s,', (precision, _, fastPaths) => {
  // Relu and pooling make a NaN 0 on the way forward, so that the loss alone would not show it.
  test.each(['conv2d/kernel', 'conv2d_3/kernel', 'dense/kernel', 'dense_1/kernel'])(
    'a step tells that %s is no number',
    async (name) => {
      using run = await openMadeRun(tensorflow, SMALL_CNN, { precision, fastPaths })
      const step = (count: number) => run.session.step(madeBatch(count), 1, count, 1e-3)
      expect((await step(0)).isFinite).toBe(true)
      const weights = await run.weights()
      const lost = new Map(weights).set(
        name,
        new Float32Array(weights.get(name)?.length ?? 0).fill(Number.NaN),
      )
      await run.session.restore(lost)
      expect((await step(1)).isFinite).toBe(false)
    },
  )
})
