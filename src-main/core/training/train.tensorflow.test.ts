import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import {
  trainingConfigurationSchema,
  type TrainingConfigurationInput,
} from '../../../src-preload/contract/training'
import {
  trainingEventSchema,
  type TrainingEvent,
} from '../../../src-preload/contract/training-events'
import { PIXELS_PER_IMAGE, type Dataset } from '../datasets/dataset'
import { readEmnist } from '../datasets/emnist'
import { writeEmnistFolder } from '../datasets/make-idx.test-helper'
import { applyAdjustment } from '../evaluation/adjustment'
import { evaluationReport } from '../evaluation/report'
import { CPU_FAST_PATHS } from '../models/fast-paths/fast-paths'
import { Recogniser } from '../recognition/recogniser'
import { openSessions } from '../tensorflow/session'
import { tensorflowForTests } from '../tensorflow/test-session.test-helper'
import { expectClose } from '../tensorflow/tolerance.test-helper'
import type { TensorFlow } from '../tensorflow/runtime'
import { RunSession, type WeightValues } from './run-session'
import { train, type TrainedModel } from './train'
import { buildTrainingGraph } from './training-graph'

const CLASSES = 4
const TRAIN_COUNT = 520
const TEST_COUNT = 200

let tensorflow: TensorFlow
let folder: string
/** As many images of each class in both parts. */
let even: Dataset
/** Training part 4 : 3 : 2 : 1, test part even. */
let uneven: Dataset
beforeAll(async () => {
  tensorflow = await tensorflowForTests()
  folder = await mkdtemp(join(tmpdir(), 'glyphlab-train-'))
  const made = { classes: CLASSES, testPerClass: TEST_COUNT / CLASSES, gzip: false }
  await writeEmnistFolder(join(folder, 'even'), {
    ...made,
    trainPerClass: TRAIN_COUNT / CLASSES,
    seed: 1,
  })
  await writeEmnistFolder(join(folder, 'uneven'), {
    ...made,
    trainPerClass: [160, 120, 80, 40],
    seed: 2,
  })
  even = await readEmnist(join(folder, 'even'))
  uneven = await readEmnist(join(folder, 'uneven'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

// Every run, also one that fails or is interrupted, leaves nothing behind.
let before: { readonly tensors: number; readonly sessions: number }
beforeEach(() => {
  before = { tensors: tensorflow.memory().numTensors, sessions: openSessions() }
})
afterEach(() => {
  expect({ tensors: tensorflow.memory().numTensors, sessions: openSessions() }).toEqual(before)
})

type EventOf<Type extends TrainingEvent['type']> = Extract<TrainingEvent, { type: Type }>

class Run {
  readonly events: TrainingEvent[] = []
  trained: TrainedModel | null = null

  of<Type extends TrainingEvent['type']>(type: Type): readonly EventOf<Type>[] {
    return this.events.filter((event): event is EventOf<Type> => event.type === type)
  }

  one<Type extends TrainingEvent['type']>(type: Type): EventOf<Type> {
    const [event, ...others] = this.of(type)
    if (!event || others.length > 0) throw new Error(`${1 + others.length} events ${type}`)
    return event
  }

  get weights(): WeightValues {
    return this.trained?.weights ?? new Map()
  }

  get accuracy(): number {
    return this.one('done').test.accuracy ?? Number.NaN
  }
}

/** A network and a recipe that learn the made images within seconds. */
const QUICK: TrainingConfigurationInput = {
  architecture: { name: 'tiny' },
  batchSize: 32,
  epochs: 3,
  learningRate: 5e-3,
  augmentation: null,
}
/** No normalisation, so no moving statistics: with a vanishing rate nothing moves at all. */
const STILL: TrainingConfigurationInput = {
  ...QUICK,
  architecture: { name: 'lenet' },
  learningRate: 1e-30,
  optimizer: { kind: 'sgd' },
}

interface RunOptions {
  readonly dataset?: Dataset
  readonly signal?: AbortSignal
  readonly onEvent?: (event: TrainingEvent) => void
}

async function runWith(
  input: TrainingConfigurationInput = {},
  { dataset = even, signal, onEvent }: RunOptions = {},
): Promise<Run> {
  const run = new Run()
  run.trained = await train(dataset, trainingConfigurationSchema.parse({ ...QUICK, ...input }), {
    tensorflow,
    fastPaths: CPU_FAST_PATHS,
    onEvent: (event) => {
      run.events.push(event)
      onEvent?.(event)
    },
    ...(signal ? { signal } : {}),
  })
  return run
}

/** Bit for bit: NaN equals itself, 0 is not -0. */
function bitsOf(weights: WeightValues): Record<string, Int32Array> {
  return Object.fromEntries(
    [...weights].map(([name, values]) => [name, new Int32Array(values.slice().buffer)]),
  )
}

describe('a run', () => {
  test('says what happens, in order and in the form of the contract', async () => {
    const run = await runWith({ epochs: 2 })
    // 520 images less 10 %, in batches of 32.
    const epoch = [...new Array<string>(14).fill('step'), 'epoch']
    expect(run.events.map(({ type }) => type)).toEqual([
      'started',
      ...epoch,
      ...epoch,
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
      batchSize: 32,
      stepsPerEpoch: 14,
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

describe('the same seed gives the same weights, bit for bit,', () => {
  const everything: TrainingConfigurationInput = {
    architecture: { name: 'seed-cnn', filters: [4, 6], denseUnits: 16 },
    augmentation: {},
    weightAveraging: 0.9,
    epochs: 2,
    limit: 200,
  }
  test.each<[string, TrainingConfigurationInput]>([
    ['in float32', { precision: 'float32', epochs: 2 }],
    ['in bfloat16', { precision: 'bfloat16', epochs: 2 }],
    [
      'with augmentation, dropout and averaging in float32',
      { ...everything, precision: 'float32' },
    ],
    ['with all that in bfloat16', { ...everything, precision: 'bfloat16' }],
  ])('%s, and another seed does not', async (_, input) => {
    const first = await runWith(input)
    const again = await runWith(input)
    expect(bitsOf(again.weights)).toEqual(bitsOf(first.weights))
    expect(again.one('done')).toEqual(first.one('done'))
    expect(again.of('step').map(({ loss }) => loss)).toEqual(
      first.of('step').map(({ loss }) => loss),
    )
    const other = await runWith({ ...input, seed: 2 })
    const [kernel] = Object.keys(bitsOf(first.weights))
    expect(bitsOf(other.weights)[kernel ?? '']).not.toEqual(bitsOf(first.weights)[kernel ?? ''])
  })
})

/** Learns too fast to settle: its best epoch is not its last. */
const RESTLESS: TrainingConfigurationInput = {
  learningRate: 0.1,
  schedule: { kind: 'constant' },
  epochs: 5,
}

describe('the best epoch', () => {
  test('has the lowest steering loss, and its weights are what is left', async () => {
    const run = await runWith({ ...RESTLESS, earlyStoppingPatience: null })
    const losses = run.of('epoch').map(({ steering }) => steering.loss)
    const best = 1 + losses.indexOf(Math.min(...losses))
    expect(best).toBeLessThan(5)
    expect(run.one('ended').bestEpoch).toBe(best)
    expect(run.one('done').bestEpoch).toBe(best)
    const lowest = (position: number) => Math.min(Infinity, ...losses.slice(0, position))
    expect(run.of('epoch').map((epoch) => epoch.best)).toEqual(
      losses.map((loss, position) => loss < lowest(position)),
    )
    // A run that ends there has the same weights, and measures the same.
    const shorter = await runWith({ ...RESTLESS, epochs: best })
    expect(bitsOf(run.weights)).toEqual(bitsOf(shorter.weights))
    expect(run.one('done').test).toEqual(shorter.one('done').test)
  })

  test('is the earliest on ties', async () => {
    const run = await runWith({ ...STILL, epochs: 3 })
    const losses = run.of('epoch').map(({ steering }) => steering.loss)
    expect(new Set(losses).size).toBe(1)
    expect(run.one('done').bestEpoch).toBe(1)
    expect(run.of('epoch').map(({ best }) => best)).toEqual([true, false, false])
  })
})

describe('early stopping', () => {
  test('ends a run that gains nothing, and measures the best epoch', async () => {
    const run = await runWith({ ...STILL, epochs: 9, earlyStoppingPatience: 2 })
    expect(run.one('ended')).toMatchObject({ reason: 'stopped-early', epochsDone: 3, bestEpoch: 1 })
    expect(run.one('done').bestEpoch).toBe(1)
  })

  test('never comes where it is switched off', async () => {
    const run = await runWith({ ...STILL, epochs: 7, earlyStoppingPatience: null })
    expect(run.one('ended')).toMatchObject({ reason: 'finished', epochsDone: 7 })
  })
})

/** Test images in [0, 1], and their labels. */
function testPart({ images, labels, trainCount }: Dataset) {
  const pixels = images.subarray(trainCount * PIXELS_PER_IMAGE)
  return {
    pixels: Float32Array.from(pixels, (value) => value / 255),
    labels: labels.subarray(trainCount),
  }
}

async function recognise(
  trained: Pick<TrainedModel, 'model' | 'weights' | 'adjustment'>,
  pixels: Float32Array,
  precision: 'float32' | 'bfloat16',
): Promise<Float32Array> {
  using recogniser = await Recogniser.open(tensorflow, trained, precision)
  return recogniser.probabilities(pixels)
}

/** What the training graph says of the test part with the weights of a trained model. */
async function testLogits(
  dataset: Dataset,
  { model, weights }: TrainedModel,
  precision: 'float32' | 'bfloat16',
): Promise<Float32Array> {
  const configuration = trainingConfigurationSchema.parse({ ...QUICK, precision })
  const graph = buildTrainingGraph({
    ...configuration,
    model,
    imageCount: dataset.labels.length,
    classWeights: null,
    fastPaths: CPU_FAST_PATHS,
  })
  using session = await RunSession.open(
    tensorflow,
    graph,
    dataset,
    ({ spec }) => weights.get(spec.name) ?? new Float32Array(),
  )
  return session.logits(
    Int32Array.from({ length: dataset.testCount }, (_, index) => dataset.trainCount + index),
  )
}

function softmax(logits: Float32Array, classes: number): Float32Array {
  const values = new Float32Array(logits.length)
  for (let first = 0; first < logits.length; first += classes) {
    const row = logits.subarray(first, first + classes)
    const total = row.reduce((sum, logit) => sum + Math.exp(logit), 0)
    row.forEach((logit, index) => (values[first + index] = Math.exp(logit) / total))
  }
  return values
}

describe('what a run leaves', () => {
  test.each<['float32' | 'bfloat16', 'kernel' | 'bfloat16']>([
    ['float32', 'kernel'],
    ['bfloat16', 'bfloat16'],
  ])('recognises as the run measured, in %s', async (precision, tolerance) => {
    // A little training leaves doubt, so that probabilities are neither 0 nor 1.
    const run = await runWith({ epochs: 1, learningRate: 1e-3, precision }, { dataset: uneven })
    if (!run.trained) throw new Error('nothing was trained')
    const { trained } = run
    const { test: measured } = run.one('done')
    const { pixels, labels } = testPart(uneven)

    const probabilities = await recognise(trained, pixels, precision)
    const logits = await testLogits(uneven, trained, precision)
    const adjustment = trained.adjustment ?? new Float32Array()
    expect(adjustment).toHaveLength(CLASSES)
    expectClose(probabilities, softmax(applyAdjustment(logits, adjustment), CLASSES), tolerance)
    const report = evaluationReport(
      labels,
      { kind: 'probabilities', values: probabilities },
      trained.classes,
    )
    expect(Math.abs((report.accuracy ?? 0) - (measured.accuracy ?? 1))).toBeLessThanOrEqual(
      precision === 'float32' ? 0 : 2 / TEST_COUNT,
    )
    expectClose([report.loss ?? 0], [measured.loss ?? 1], tolerance)

    const plain = await recognise({ ...trained, adjustment: null }, pixels, precision)
    expectClose(plain, softmax(logits, CLASSES), tolerance)
    const unadjusted = evaluationReport(
      labels,
      { kind: 'probabilities', values: plain },
      trained.classes,
    )
    expectClose([unadjusted.loss ?? 0], [measured.unadjusted?.loss ?? 1], tolerance)
    expect(unadjusted.loss).not.toBeCloseTo(report.loss ?? 0, 3)
  })

  test('answers for any number of images', async () => {
    const { trained } = await runWith({ epochs: 1 })
    if (!trained) throw new Error('nothing was trained')
    const { pixels } = testPart(even)
    using recogniser = await Recogniser.open(tensorflow, trained, 'float32')
    const all = await recogniser.probabilities(pixels.subarray(0, 5 * PIXELS_PER_IMAGE))
    const one = await recogniser.probabilities(pixels.subarray(0, PIXELS_PER_IMAGE))
    expect(all).toHaveLength(5 * CLASSES)
    expectClose(one, all.subarray(0, CLASSES), 'kernel')
    await expect(recogniser.probabilities(new Float32Array(100))).rejects.toThrow(
      '100 elements were fed to [?, 28, 28, 1]',
    )
  })
})

describe('uneven training shares', () => {
  test('weigh validation and adjust the logits', async () => {
    const run = await runWith({ epochs: 1 }, { dataset: uneven })
    expect(run.one('started').run).toMatchObject({
      logitAdjustment: true,
      weightedValidation: true,
    })
    const { validation, steering } = run.one('epoch')
    expect(steering.loss).not.toBe(validation.loss)
    expect(run.one('done').test.unadjusted).not.toBeNull()
  })

  test('do so only where asked', async () => {
    const run = await runWith({ epochs: 1, logitAdjustment: 'off' }, { dataset: uneven })
    expect(run.one('started').run).toMatchObject({
      logitAdjustment: false,
      weightedValidation: true,
    })
    expect(run.one('done').test.unadjusted).toBeNull()
    expect(run.trained?.adjustment).toBeNull()
  })
})

describe('an interrupted run', () => {
  /** Aborts as the event comes, and runs to its end. */
  async function interruptedAt(
    wanted: (event: TrainingEvent) => boolean,
    input: TrainingConfigurationInput = {},
  ): Promise<{ readonly run: Run; readonly after: readonly TrainingEvent[] }> {
    const controller = new AbortController()
    let position = -1
    const run = await runWith(input, {
      signal: controller.signal,
      onEvent: (event) => {
        position += 1
        if (controller.signal.aborted || !wanted(event)) return
        controller.abort()
        interruptedAfter = position
      },
    })
    return { run, after: run.events.slice(interruptedAfter + 1) }
  }
  let interruptedAfter = -1

  const isStep = (epoch: number, step: number) => (event: TrainingEvent) =>
    event.type === 'step' && event.epoch === epoch && event.step === step

  test('in mid-epoch makes no further step and leaves the best weights so far', async () => {
    const { run, after } = await interruptedAt(isStep(2, 3))
    expect(after).toEqual([
      expect.objectContaining({
        type: 'ended',
        reason: 'interrupted',
        epochsDone: 1,
        bestEpoch: 1,
      }),
    ])
    expect(bitsOf(run.weights)).toEqual(bitsOf((await runWith({ epochs: 1 })).weights))
  })

  test('leaves the weights of its best epoch, not of its last', async () => {
    const { run } = await interruptedAt(isStep(4, 1), {
      ...STILL,
      learningRate: 1e-3,
      // Falls to nothing, with the validation loss still where it was.
      schedule: { kind: 'constant' },
      labelSmoothing: 0,
    })
    const losses = run.of('epoch').map(({ steering }) => steering.loss)
    expect(run.one('ended').bestEpoch).toBe(1 + losses.indexOf(Math.min(...losses)))
  })

  test('in its first epoch leaves nothing', async () => {
    const { run, after } = await interruptedAt(isStep(1, 14))
    expect(run.trained).toBeNull()
    expect(after).toEqual([
      expect.objectContaining({
        type: 'ended',
        reason: 'interrupted',
        epochsDone: 0,
        bestEpoch: null,
      }),
    ])
  })

  test('before its first step makes none', async () => {
    const run = await runWith({}, { signal: AbortSignal.abort() })
    expect(run.trained).toBeNull()
    expect(run.events.map(({ type }) => type)).toEqual(['started', 'ended'])
  })

  test('from outside ends within a step', async () => {
    const controller = new AbortController()
    let stepsAfter = 0
    // Timers are served between two steps.
    setTimeout(() => controller.abort(), 300)
    const run = await runWith(
      { epochs: 100_000, earlyStoppingPatience: null },
      {
        signal: controller.signal,
        onEvent: (event) => {
          if (controller.signal.aborted && event.type !== 'ended') stepsAfter += 1
        },
      },
    )
    expect(stepsAfter).toBeLessThanOrEqual(1)
    expect(run.one('ended').reason).toBe('interrupted')
  })

  test('in validation does not wait for its end', async () => {
    const controller = new AbortController()
    // 416 images validate, in two calls; what is set off by the last step runs after the first of them.
    const run = await runWith(
      { epochs: 1, validation: 0.8 },
      {
        signal: controller.signal,
        onEvent: (event) => {
          if (event.type === 'step' && event.step === event.stepsPerEpoch)
            setImmediate(() => controller.abort())
        },
      },
    )
    expect(run.one('started').run.validationImages).toBe(416)
    expect(run.of('epoch')).toEqual([])
    expect(run.one('ended')).toMatchObject({ reason: 'interrupted', epochsDone: 0 })
    expect(run.trained).toBeNull()
  })

  test('before its test part is measured says so and keeps what it has learnt', async () => {
    const { run, after } = await interruptedAt(({ type }) => type === 'epoch', { epochs: 1 })
    expect(after).toEqual([
      expect.objectContaining({
        type: 'ended',
        reason: 'interrupted',
        epochsDone: 1,
        bestEpoch: 1,
      }),
    ])
    expect(run.trained?.weights.size).toBeGreaterThan(0)
  })
})

describe('a loss that is no number', () => {
  const explosive: TrainingConfigurationInput = {
    architecture: { name: 'lenet' },
    learningRate: 100,
    optimizer: { kind: 'sgd' },
    schedule: { kind: 'constant' },
  }

  test('ends the run, naming the step', async () => {
    const events: TrainingEvent[] = []
    await expect(
      runWith(explosive, { onEvent: (event) => events.push(event) }),
    ).rejects.toMatchObject({
      code: 'loss-not-finite',
      message: expect.stringMatching(
        /^the loss became (NaN|Infinity) at step (\d+) \(epoch 1, learning rate 100\)$/,
      ),
      hint: expect.stringContaining('lower --learning-rate'),
    })
    expect(events.at(-1)?.type).toBe('step')
    for (const event of events) expect(trainingEventSchema.parse(event)).toEqual(event)
  })

  test('in validation names the step before it', async () => {
    await expect(runWith({ ...explosive, batchSize: 200 })).rejects.toMatchObject({
      code: 'loss-not-finite',
      message: 'the validation loss is no number at step 2 (epoch 1, learning rate 100)',
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
  let plain: Run
  beforeAll(async () => {
    plain = await runWith(base, { dataset: uneven })
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
    const run = await runWith({ ...base, ...input }, { dataset: uneven })
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
