import { beforeAll, expect, test } from 'vitest'
import { batchNormalization, conv2d, dense, flatten, reLU } from '../models/layers'
import { buildModel, modelWeights } from '../models/model'
import type { TensorFlow } from '../tensorflow/runtime'
import { tensorflowForTests } from '../tensorflow/test-session.test-helper'
import { expectClose } from '../tensorflow/tolerance.test-helper'
import { MADE_CLASSES, openMadeRun } from './made-run.test-helper'

const NET = [
  conv2d(4, 3, { useBias: false }),
  batchNormalization(),
  reLU(),
  flatten(),
  dense(MADE_CLASSES),
]
const STEPS = 12
const DECAY = 0.5

let tensorflow: TensorFlow
beforeAll(async () => {
  tensorflow = await tensorflowForTests()
})

test('evaluation uses the moving average of every weight and statistic', async () => {
  using plain = await openMadeRun(tensorflow, NET)
  using averaged = await openMadeRun(tensorflow, NET, { weightAveraging: DECAY })
  const names = modelWeights(buildModel(NET, [28, 28, 1])).map(({ name }) => name)
  const expected = new Map(
    [...(await plain.weights())].map(([name, v]) => [name, Float64Array.from(v)]),
  )
  for (let step = 0; step < STEPS; step++) {
    await plain.steps(1)
    await averaged.steps(1)
    const weights = await plain.weights()
    // average = decay * average + (1 - decay) * weight, with decay = min(DECAY, (1 + t) / (10 + t))
    const decay = Math.min(DECAY, (1 + step) / (10 + step))
    for (const name of names)
      expected.set(
        name,
        (expected.get(name) ?? new Float64Array()).map(
          (average, index) =>
            decay * average + (1 - decay) * (weights.get(name)?.[index] ?? Number.NaN),
        ),
      )
  }
  const actual = await averaged.weights()
  const last = await plain.weights()
  for (const name of names)
    expectClose(actual.get(name) ?? [], expected.get(name) ?? [], 'kernel', name)
  expect(actual.get('dense/kernel')).not.toEqual(last.get('dense/kernel'))
})
