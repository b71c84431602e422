import { beforeAll, describe, expect, test } from 'vitest'
import {
  trainingConfigurationSchema,
  type TrainingConfigurationInput,
} from '../../../src-preload/contract/training'
import {
  trainingEventSchema,
  type TrainingEvent,
} from '../../../src-preload/contract/training-events'
import { ALL_FAST_PATHS } from '../models/fast-paths/fast-paths'
import {
  bitsOf,
  CLASSES,
  QUICK,
  STILL,
  TEST_COUNT,
  TRAIN_COUNT,
  useTraining,
  type FinishedRun,
} from './quick-run.test-helper'
import { planTraining, train } from './train'

const { tensorflow, datasets, runWith } = useTraining()

describe('a run', () => {
  test('says what happens, in order and in the form of the contract', async () => {
    const run = await runWith({ epochs: 2 })
    // 520 images less 10 %, in batches of 32.
    const epoch = [...new Array<string>(14).fill('step'), 'evaluating', 'epoch']
    expect(run.events.map(({ type }) => type)).toEqual([
      'started',
      ...epoch,
      ...epoch,
      'evaluating',
      'ended',
      'done',
    ])
    for (const event of run.events) expect(trainingEventSchema.parse(event)).toEqual(event)
    expect(run.of('step').map(({ epoch, step }) => [epoch, step])).toEqual(
      [1, 2].flatMap((epoch) => Array.from({ length: 14 }, (_, step) => [epoch, step + 1])),
    )
    expect(run.one('started').run).toMatchObject({
      dataset: 'even',
      split: 'balanced',
      classes: CLASSES,
      trainingImages: 468,
      validationImages: 52,
      testImages: TEST_COUNT,
      stepsPerEpoch: 14,
      configuration: { batchSize: 32 },
      logitAdjustment: false,
      weightedValidation: false,
    })
    expect(run.one('ended')).toMatchObject({ reason: 'finished', epochsDone: 2 })
    expect(run.one('done').test.count).toBe(TEST_COUNT)
  })

  test('learns', async () => {
    const run = await runWith()
    const losses = run.of('epoch').map(({ training }) => training.loss)
    expect(losses).toEqual(losses.toSorted((a, b) => b - a))
    expect(losses[0]).toBeLessThan(Math.log(CLASSES))
    expect(run.accuracy).toBeGreaterThan(0.8)
  })

  test('measures what it has learnt also in its first steps, by settled moving statistics', async () => {
    const run = await runWith({ epochs: 1, learningRate: 2e-2 })
    const { training, validation } = run.one('epoch')
    expect(validation.accuracy).toBeGreaterThan(training.accuracy)
  })

  test('reports the mean over its steps as the training loss of an epoch', async () => {
    const run = await runWith({ epochs: 1 })
    const steps = run.of('step')
    const mean = steps.reduce((sum, { loss }) => sum + loss, 0) / steps.length
    expect(run.one('epoch').training.loss).toBeCloseTo(mean, 12)
  })

  test('on even shares steers by the plain validation', async () => {
    const { validation, steering } = (await runWith({ epochs: 1 })).one('epoch')
    expect(steering).toEqual(validation)
  })
})

test('a class that is tested and has no image to train on is named at the start', async () => {
  const { even } = datasets()
  const labels = even.labels.map((label, image) =>
    image < even.trainCount && label === 2 ? 1 : label,
  )
  const run = await runWith({ epochs: 1 }, { dataset: { ...even, labels } })
  expect(run.one('started').run.unseenClasses).toEqual([even.classes[2]?.character])
  expect((await runWith({ epochs: 1 })).one('started').run.unseenClasses).toEqual([])
})

describe('uneven training shares', () => {
  test('weigh validation and adjust the logits', async () => {
    const run = await runWith({ epochs: 1 }, { dataset: datasets().uneven })
    expect(run.one('started').run).toMatchObject({
      logitAdjustment: true,
      weightedValidation: true,
    })
    const { validation, steering } = run.one('epoch')
    expect(steering.loss).not.toBe(validation.loss)
    expect(run.one('done').test.unadjusted).not.toBeNull()
  })

  test('do so only where asked', async () => {
    const run = await runWith({ epochs: 1, logitAdjustment: 'off' }, { dataset: datasets().uneven })
    expect(run.one('started').run).toMatchObject({
      logitAdjustment: false,
      weightedValidation: true,
    })
    expect(run.one('done').test.unadjusted).toBeNull()
    expect(run.trained?.adjustment).toBeNull()
  })
})

describe('a loss that is no number', () => {
  test('ends the run, naming the step', async () => {
    const events: TrainingEvent[] = []
    // A decay of rate times weight makes every weight 99 times as large at each step.
    const explosive: TrainingConfigurationInput = {
      learningRate: 100,
      optimizer: { kind: 'adamw', weightDecay: 1 },
    }
    await expect(
      runWith(explosive, { onEvent: (event) => events.push(event) }),
    ).rejects.toMatchObject({
      code: 'loss-not-finite',
      message: expect.stringMatching(
        /^(the loss became (NaN|Infinity)|the gradients are no numbers) at step \d+ \(epoch 1, learning rate 100\)$/,
      ),
      hint: expect.stringContaining('lower --learning-rate'),
    })
    expect(events.at(-1)).toMatchObject({ type: 'step', epoch: 1 })
    for (const event of events) expect(trainingEventSchema.parse(event)).toEqual(event)
  })

  test('shows in validation where the last step of an epoch is to blame', async () => {
    const configuration = trainingConfigurationSchema.parse({
      ...QUICK,
      optimizer: { kind: 'sgd' },
      batchSize: 468,
    })
    const run = train(
      planTraining(
        { dataset: datasets().even, fingerprint: 'made', corrections: null },
        { ...configuration, learningRate: 1e12 },
      ),
      { tensorflow: tensorflow(), fastPaths: ALL_FAST_PATHS, onEvent: () => undefined },
    )
    await expect(run).rejects.toMatchObject({
      code: 'loss-not-finite',
      message: 'the weights are no numbers at step 1 (epoch 1, learning rate 1000000000000)',
    })
  })
})

describe('images', () => {
  test('that do not fill a batch are refused before anything starts', async () => {
    const events: TrainingEvent[] = []
    await expect(
      runWith({ batchSize: 469 }, { onEvent: (event) => events.push(event) }),
    ).rejects.toMatchObject({
      code: 'batch-too-large',
      message: 'a batch of 469 is larger than the 468 images to train on',
    })
    expect(events).toEqual([])
  })

  test('that make just one batch are enough', async () => {
    const run = await runWith({ batchSize: 468, epochs: 1 })
    expect(run.of('step')).toHaveLength(1)
  })

  test('are limited to what is asked', async () => {
    const run = await runWith({ limit: 100, epochs: 1 })
    expect(run.one('started').run).toMatchObject({
      trainingImages: 90,
      validationImages: 10,
      stepsPerEpoch: 2,
    })
  })

  test('validate by the official cut', async () => {
    const run = await runWith({ validation: 'official', epochs: 1 })
    expect(run.one('started').run).toMatchObject({
      trainingImages: TRAIN_COUNT - TEST_COUNT,
      validationImages: TEST_COUNT,
    })
  })

  test('validate by the split seed, whatever the seed', async () => {
    // Nothing moves, so the first validation loss tells which images there were.
    const lossWith = async (input: TrainingConfigurationInput) =>
      (await runWith({ ...STILL, epochs: 1, ...input })).one('epoch').validation.loss
    const first = await lossWith({})
    expect(await lossWith({ batchSize: 16 })).toBe(first)
    expect(await lossWith({ splitSeed: 1 })).not.toBe(first)
  })
})

describe('every setting runs, learns, and makes a difference:', () => {
  // Without normalisation, whose moving statistics take a hundred steps to settle.
  const base: TrainingConfigurationInput = { architecture: { name: 'lenet' }, learningRate: 2e-3 }
  let plain: FinishedRun
  beforeAll(async () => {
    plain = await runWith(base, { dataset: datasets().uneven })
  })

  test.each<[string, TrainingConfigurationInput]>([
    ['SGD', { optimizer: { kind: 'sgd' }, learningRate: 0.02 }],
    ['AdamW', { optimizer: { kind: 'adamw', weightDecay: 0.1 } }],
    ['cosine', { schedule: { kind: 'cosine' } }],
    ['warm-up', { warmUpEpochs: 1 }],
    ['label smoothing', { labelSmoothing: 0.1 }],
    ['class weights', { classWeights: 'balanced' }],
    ['label smoothing and class weights', { labelSmoothing: 0.1, classWeights: 'balanced' }],
    ['weight averaging', { weightAveraging: 0.9 }],
    ['augmentation', { augmentation: { rotationDegrees: 5 } }],
  ])('%s', async (_, input) => {
    const run = await runWith({ ...base, ...input }, { dataset: datasets().uneven })
    expect(run.accuracy).toBeGreaterThan(0.7)
    expect(run.of('epoch').at(-1)?.training.loss).toBeLessThan(
      run.of('epoch')[0]?.training.loss ?? 0,
    )
    expect(bitsOf(run.weights)).not.toEqual(bitsOf(plain.weights))
  })
})

test('a schedule reaches the steps', async () => {
  const run = await runWith({ schedule: { kind: 'cosine', minimum: 1e-4 }, epochs: 2 })
  // The last of 14 and of 28 steps: 13 / 28 and 27 / 28 of half a cosine.
  const at = (share: number) => 1e-4 + ((5e-3 - 1e-4) * (1 + Math.cos(Math.PI * share))) / 2
  expect(run.of('epoch').map(({ learningRate }) => learningRate)).toEqual([
    expect.closeTo(at(13 / 28), 12),
    expect.closeTo(at(27 / 28), 12),
  ])
})

test('plateau lowers the rate of the next epoch', async () => {
  const run = await runWith({ ...STILL, epochs: 3, schedule: { kind: 'plateau', minimum: 0 } })
  expect(run.of('epoch').map(({ learningRate }) => learningRate)).toEqual([1e-30, 1e-30, 5e-31])
})
