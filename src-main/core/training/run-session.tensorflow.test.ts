import { describe, expect, test } from 'vitest'
import {
  trainingConfigurationSchema,
  type TrainingConfiguration,
} from '../../../src-preload/contract/training'
import { splitTrainingPart } from '../datasets/split'
import { meanMetrics } from '../evaluation/mean-metrics'
import { scoreImages } from '../evaluation/scores'
import { architectureLayers } from '../models/architectures'
import { NO_FAST_PATHS } from '../models/fast-paths/fast-paths'
import { buildModel } from '../models/model'
import { createRandom } from '../random/random'
import { initialWeight } from './initial-weights'
import { CLASSES, QUICK, STILL, TRAIN_COUNT, useTraining } from './quick-run.test-helper'
import { RunSession } from './run-session'
import { buildTrainingGraph } from './training-graph'

const { tensorflow, datasets, runWith } = useTraining()

async function openSession(configuration: TrainingConfiguration): Promise<RunSession> {
  const { even } = datasets()
  const model = buildModel(architectureLayers(configuration.architecture, CLASSES), [28, 28, 1])
  const graph = buildTrainingGraph({
    ...configuration,
    model,
    imageCount: even.labels.length,
    classWeights: null,
    fastPaths: NO_FAST_PATHS,
  })
  return RunSession.open(tensorflow(), graph, even, ({ spec }) =>
    initialWeight(spec, configuration.seed),
  )
}

test('a run starts from the weights of its seed, and feeds each epoch in an order of its own', async () => {
  const configuration = trainingConfigurationSchema.parse({
    ...QUICK,
    ...STILL,
    seed: 3,
    epochs: 2,
  })
  const run = await runWith(configuration)

  const { even } = datasets()
  const { train } = splitTrainingPart(even, configuration)
  const expected: number[] = []
  using session = await openSession(configuration)
  for (const epoch of [1, 2]) {
    const order = createRandom(3, 'order', epoch).shuffle(train.slice())
    for (let start = 0; start + 32 <= order.length; start += 32) {
      const batch = order.slice(start, start + 32)
      const values = await session.logits(batch)
      const labels = batch.map((index) => even.labels[index] ?? 0)
      const scored = scoreImages(labels, { kind: 'logits', values, classCount: CLASSES })
      expected.push(meanMetrics(labels, scored)?.loss ?? Number.NaN)
    }
  }
  expect(run.of('step').map(({ loss }) => loss)).toEqual(
    expected.map((loss) => expect.closeTo(loss, 5)),
  )
})

describe('what is random in a step', () => {
  const everyone = Int32Array.from({ length: 32 }, (_, index) => index)
  test.each([
    ['augmentation', { architecture: { name: 'lenet' }, augmentation: {} }],
    ['dropout', { architecture: { name: 'tiny' }, augmentation: null }],
  ] as const)('%s depends on seed and step, and on nothing else', async (_, input) => {
    const configuration = trainingConfigurationSchema.parse({ ...QUICK, ...input })
    using session = await openSession(configuration)
    const lossOf = async (seed: number, step: number) =>
      (await session.step(everyone, seed, step, 0)).loss
    const losses = [await lossOf(1, 0), await lossOf(1, 1), await lossOf(2, 0), await lossOf(2, 1)]
    expect(new Set(losses).size).toBe(4)
    expect(await lossOf(1, 0)).toBe(losses[0])
  })
})

test('logits come in the order of the indices, whatever the number of calls it takes', async () => {
  using session = await openSession(trainingConfigurationSchema.parse(QUICK))
  const all = Int32Array.from({ length: TRAIN_COUNT }, (_, index) => TRAIN_COUNT - 1 - index)
  const logits = await session.logits(all)
  for (const position of [0, 399, 400, TRAIN_COUNT - 1]) {
    const own = await session.logits(all.slice(position, position + 1))
    const there = logits.slice(position * CLASSES, (position + 1) * CLASSES)
    expect([...own]).toEqual([...there].map((value) => expect.closeTo(value, 5)))
  }
  expect(await session.logits(new Int32Array())).toEqual(new Float32Array())
})

test('weights that were read stay as they were, and can be restored', async () => {
  using session = await openSession(trainingConfigurationSchema.parse(QUICK))
  const batch = Int32Array.from({ length: 32 }, (_, index) => index)
  const before = await session.evaluatedWeights()
  const copies = new Map([...before].map(([name, values]) => [name, values.slice()]))
  const logits = await session.logits(batch)
  for (let step = 0; step < 3; step++) await session.step(batch, 1, step, 0.1)
  expect(before).toEqual(copies)
  expect(await session.evaluatedWeights()).not.toEqual(copies)
  await session.restore(before)
  expect(await session.evaluatedWeights()).toEqual(copies)
  expect(await session.logits(batch)).toEqual(logits)
})
