import type { TrainingConfiguration } from '../../../src-preload/contract/training'
import type { TrainingEvent } from '../../../src-preload/contract/training-events'
import type { Dataset } from '../datasets/dataset'
import type { TrainingSplit } from '../datasets/split'
import { GlyphlabError } from '../errors'
import { createRandom } from '../random/random'
import { bestAfterEpoch, NO_EPOCH, shouldStopEarly, type BestEpoch } from './best-epoch'
import type { RunSession, WeightValues } from './run-session'
import {
  initialScheduleState,
  learningRateAt,
  scheduleAfterEpoch,
  type ScheduleOptions,
} from './schedule'
import { validationMeans, type Steering } from './steering'

/** What the epochs of a run work with. */
export interface Run {
  readonly dataset: Dataset
  readonly configuration: TrainingConfiguration
  readonly split: TrainingSplit
  readonly steering: Steering
  readonly session: RunSession
}

export interface EpochsResult {
  readonly best: BestEpoch
  readonly weights: WeightValues | undefined
  readonly epochsDone: number
  readonly reason: 'finished' | 'stopped-early' | 'interrupted'
}

/**
 * Trains epoch by epoch and keeps the weights of the best one.
 * @throws GlyphlabError `loss-not-finite`, naming the step
 */
export async function runEpochs(
  run: Run,
  onEvent: (event: TrainingEvent) => void,
  signal: AbortSignal | undefined,
): Promise<EpochsResult> {
  const { configuration, split, dataset, steering, session } = run
  const { epochs, batchSize, earlyStoppingPatience } = configuration
  const stepsPerEpoch = Math.floor(split.train.length / batchSize)
  const options: ScheduleOptions = { ...configuration, stepsPerEpoch }
  const validationLabels = split.validation.map((index) => dataset.labels[index] ?? 0)
  let schedule = initialScheduleState(options)
  let best = NO_EPOCH
  let weights: WeightValues | undefined

  for (let epoch = 1; epoch <= epochs; epoch++) {
    const startedMs = performance.now()
    const rateAt = (step: number) => learningRateAt(step, schedule, options)
    const training = await runSteps(run, epoch, stepsPerEpoch, rateAt, onEvent, signal)
    if (!training) return { best, weights, epochsDone: epoch - 1, reason: 'interrupted' }
    const trainedMs = performance.now() - startedMs

    const logits = await session.logits(split.validation, signal)
    if (!logits) return { best, weights, epochsDone: epoch - 1, reason: 'interrupted' }
    const evaluated = await session.evaluatedWeights()
    // Weights that went wrong in the last step show here first.
    if (!logits.every(Number.isFinite) || ![...evaluated.values()].every(allFinite))
      throw notFinite('the weights are no numbers', epoch * stepsPerEpoch, epoch, training)
    const means = validationMeans(validationLabels, logits, dataset.classes.length, steering)
    best = bestAfterEpoch(best, epoch, means.steering.loss)
    if (best.epoch === epoch) weights = evaluated
    schedule = scheduleAfterEpoch(schedule, means.steering.loss, options)
    onEvent({
      type: 'epoch',
      epoch,
      epochs,
      learningRate: training.learningRate,
      training: { loss: training.loss, accuracy: training.accuracy },
      ...means,
      best: best.epoch === epoch,
      imagesPerSecond: (1000 * stepsPerEpoch * batchSize) / trainedMs,
      secondsLeft: ((epochs - epoch) * (performance.now() - startedMs)) / 1000,
    })
    if (epoch < epochs && shouldStopEarly(best, earlyStoppingPatience))
      return { best, weights, epochsDone: epoch, reason: 'stopped-early' }
  }
  return { best, weights, epochsDone: epochs, reason: 'finished' }
}

/** Means over an epoch's steps and its last learning rate; null where the run was interrupted. */
async function runSteps(
  { configuration, split, session }: Run,
  epoch: number,
  stepsPerEpoch: number,
  rateAt: (step: number) => number,
  onEvent: (event: TrainingEvent) => void,
  signal: AbortSignal | undefined,
): Promise<{ loss: number; accuracy: number; learningRate: number } | null> {
  const { seed, batchSize } = configuration
  const order = createRandom(seed, 'order', epoch).shuffle(split.train.slice())
  const sums = { loss: 0, accuracy: 0 }
  let learningRate = 0
  for (let position = 0; position < stepsPerEpoch; position++) {
    if (signal?.aborted) return null
    const step = (epoch - 1) * stepsPerEpoch + position
    const batch = order.subarray(position * batchSize, (position + 1) * batchSize)
    const startedMs = performance.now()
    learningRate = rateAt(step)
    const report = await session.step(batch, seed, step, learningRate)
    const { loss, accuracy } = report
    if (!report.isFinite) {
      const what = Number.isFinite(loss)
        ? 'the gradients are no numbers'
        : `the loss became ${loss}`
      throw notFinite(what, step + 1, epoch, { learningRate })
    }
    sums.loss += loss
    sums.accuracy += accuracy
    const stepMs = performance.now() - startedMs
    onEvent({ type: 'step', epoch, step: position + 1, stepsPerEpoch, loss, accuracy, stepMs })
  }
  return {
    loss: sums.loss / stepsPerEpoch,
    accuracy: sums.accuracy / stepsPerEpoch,
    learningRate,
  }
}

function allFinite(values: Float32Array): boolean {
  return values.every(Number.isFinite)
}

function notFinite(
  what: string,
  step: number,
  epoch: number,
  { learningRate }: { readonly learningRate: number },
): GlyphlabError {
  return new GlyphlabError(
    'loss-not-finite',
    `${what} at step ${step} (epoch ${epoch}, learning rate ${learningRate})`,
  )
}
