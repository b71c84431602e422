import type { CheckedNetwork, DeviceMeasurement } from '../../../src-preload/contract/gpu-check'
import type { Device } from '../../../src-preload/contract/job'
import { trainingConfigurationSchema, type Precision } from '../../../src-preload/contract/training'
import type { Dataset } from '../datasets/dataset'
import { makeStrokes } from '../datasets/strokes/make-strokes'
import { internalError } from '../errors'
import { placeOf } from '../gpu/place-of'
import { NO_FAST_PATHS, type FastPaths } from '../models/fast-paths/fast-paths'
import type { TensorFlow } from '../tensorflow/runtime'
import { CHECKED_DATA, CHECKED_TRAINING, COMPARED_STEPS } from './device-check'
import { initialWeight } from './initial-weights'
import { RunSession } from './run-session'
import { planTraining, train, type TrainingPlan } from './train'
import { buildTrainingGraph } from './training-graph'

export interface MeasureDeviceOptions {
  readonly tensorflow: TensorFlow
  readonly device: Device
  readonly network: CheckedNetwork
  readonly precision: Precision
  /** Those that training on the device takes. */
  readonly fastPaths: FastPaths
  readonly signal: AbortSignal
  /** Told how much of it is done. */
  readonly onShare: (share: number) => void
}

/**
 * Trains a small network on drawn strokes, every heavy operation on the device asked for: what `gpu-check` does on
 * each device, and compares.
 * @throws GlyphlabError as `train`, and `device-missing`; the signal's reason when aborted
 */
export async function measureDevice(options: MeasureDeviceOptions): Promise<DeviceMeasurement> {
  const { tensorflow, device, network, precision, fastPaths, signal, onShare } = options
  const drawn = await makeStrokes(CHECKED_DATA, { signal })
  const dataset: Dataset = { name: 'strokes', ...drawn }
  const configuration = trainingConfigurationSchema.parse({
    ...CHECKED_TRAINING,
    ...{ architecture: { name: network }, precision, augmentation: null },
    earlyStoppingPatience: null,
  })
  const plan = planTraining({ dataset, fingerprint: '', corrections: null }, configuration)
  const losses = await firstLosses(plan, options)

  const stepsMs: number[] = []
  const { epochs, stepsPerEpoch } = { ...configuration, ...plan.description }
  let stepsDone = 0
  const outcome = await train(plan, {
    ...{ tensorflow, fastPaths, signal, device: placeOf(device) },
    onEvent: (event) => {
      if (event.type !== 'step') return
      stepsDone += 1
      // The first epoch pays for what is prepared once.
      if (event.epoch > 1) stepsMs.push(event.stepMs)
      onShare(stepsDone / (epochs * stepsPerEpoch))
    },
  })
  signal.throwIfAborted()
  const accuracy = outcome.test?.report.accuracy ?? null
  if (accuracy === null) throw internalError('a check was trained and not measured')
  const medianStepMs = stepsMs.toSorted((a, b) => a - b)[stepsMs.length >> 1] ?? Number.NaN
  return {
    losses,
    medianStepMs,
    secondsPerEpoch: stepsMs.reduce((sum, ms) => sum + ms, 0) / (epochs - 1) / 1000,
    accuracy,
  }
}

/** The losses of the first steps on the plain graph, which is the same on every device. */
async function firstLosses(
  { dataset, configuration, split, model, steering }: TrainingPlan,
  { tensorflow, device }: MeasureDeviceOptions,
): Promise<number[]> {
  const { batchSize, seed, learningRate } = configuration
  const graph = buildTrainingGraph({
    ...configuration,
    ...{ model, classWeights: steering.classWeights, fastPaths: NO_FAST_PATHS },
    imageCount: dataset.labels.length,
  })
  using session = await RunSession.open(
    tensorflow,
    graph,
    dataset,
    ({ spec }) => initialWeight(spec, seed),
    placeOf(device),
  )
  const losses: number[] = []
  for (let step = 0; step < COMPARED_STEPS; step++) {
    const batch = split.train.slice(step * batchSize, (step + 1) * batchSize)
    losses.push((await session.step(batch, seed, step, learningRate)).loss)
  }
  return losses
}
