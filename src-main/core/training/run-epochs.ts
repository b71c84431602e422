import { LOGGED_STEPS, type MetricsLine } from '../../../src-preload/contract/metrics'
import type { TrainingConfiguration } from '../../../src-preload/contract/training'
import type { TrainingEvent } from '../../../src-preload/contract/training-events'
import type { Dataset } from '../datasets/dataset'
import type { TrainingSplit } from '../datasets/split'
import { GlyphlabError } from '../errors'
import { createRandom } from '../random/random'
import { stoppingAfterEpoch } from './best-epoch'
import {
  evaluatedAmong,
  valuesOf,
  type RunSession,
  type RunTensors,
  type StepReport,
  type WeightValues,
} from './run-session'
import { learningRateAt, scheduleAfterEpoch, type ScheduleOptions } from './schedule'
import { validationMeans, type Steering } from './steering'
import { endOfTraining, type TrainingState } from './training-state'

/** Writes down what a run does, so that it can go on from there. */
export interface RunKeeper {
  /** Whether it is time for a checkpoint, besides those at the end of an epoch. */
  readonly isCheckpointDue: boolean
  metrics(line: MetricsLine): Promise<void>
  /** The weights among the tensors are the best so far where the state says that its last epoch was. */
  checkpoint(state: TrainingState, tensors: RunTensors): Promise<void>
}

/** What the epochs of a run work with. */
export interface Run {
  readonly dataset: Dataset
  readonly configuration: TrainingConfiguration
  readonly split: TrainingSplit
  readonly steering: Steering
  readonly session: RunSession
  readonly keeper: RunKeeper | null
  readonly onEvent: (event: TrainingEvent) => void
  readonly signal: AbortSignal | undefined
  readonly stopAfterEpoch: AbortSignal | undefined
}

/** Where training starts or goes on. */
export interface TrainingPoint {
  readonly state: TrainingState
  /** Of the best epoch so far; undefined before the first. */
  readonly bestWeights: WeightValues | undefined
}

export interface EpochsResult extends TrainingPoint {
  readonly reason: 'finished' | 'stopped-early' | 'interrupted'
}

/**
 * Trains epoch by epoch and keeps the weights of the best one.
 * @throws GlyphlabError `loss-not-finite`, naming the step; the last checkpoint is from before it
 */
export async function runEpochs(run: Run, start: TrainingPoint): Promise<EpochsResult> {
  const { configuration, keeper } = run
  let { state, bestWeights } = start
  for (;;) {
    const reason = endOfTraining(state, configuration)
    if (reason !== null) return { state, bestWeights, reason }
    const { state: trained, imagesPerSecond } = await runSteps(run, state)
    state = trained
    const validated = run.signal?.aborted ? null : await validate(run, state, imagesPerSecond)
    if (!validated) {
      await checkpointWithin(run, state)
      return { state, bestWeights, reason: 'interrupted' }
    }
    state = validated.state
    if (state.stopping.best?.epoch === state.epoch)
      bestWeights = valuesOf(evaluatedAmong(validated.tensors))
    await keeper?.metrics(validated.line)
    await keeper?.checkpoint(state, validated.tensors)
    run.onEvent(validated.event)
    if (run.stopAfterEpoch?.aborted && endOfTraining(state, configuration) === null)
      return { state, bestWeights, reason: 'interrupted' }
  }
}

/** Makes the steps that the epoch has left; fewer where the run is interrupted. */
async function runSteps(
  run: Run,
  start: TrainingState,
): Promise<{ readonly state: TrainingState; readonly imagesPerSecond: number }> {
  const { configuration, split, session, keeper, onEvent, signal } = run
  const { seed, batchSize } = configuration
  const options = scheduleOptions(run)
  const { stepsPerEpoch } = options
  const epoch = start.epoch + 1
  const order = createRandom(seed, 'order', epoch).shuffle(split.train.slice())
  let state = start
  let steppedMs = 0
  while (state.position < stepsPerEpoch && !signal?.aborted) {
    const { position } = state
    const step = start.epoch * stepsPerEpoch + position
    const batch = order.subarray(position * batchSize, (position + 1) * batchSize)
    const startedMs = performance.now()
    const learningRate = learningRateAt(step, state.schedule, options)
    const report = await session.step(batch, seed, step, learningRate)
    requireFinite(report, step + 1, epoch, learningRate)
    const { loss, accuracy } = report
    const sums = { loss: state.sums.loss + loss, accuracy: state.sums.accuracy + accuracy }
    const stepMs = performance.now() - startedMs
    steppedMs += stepMs
    const seconds = state.seconds + stepMs / 1000
    state = { ...state, position: position + 1, sums, learningRate, seconds }
    onEvent({
      ...{ type: 'step', epoch, step: position + 1, stepsPerEpoch },
      ...{ loss, accuracy, learningRate, stepMs },
    })
    if ((step + 1) % LOGGED_STEPS === 0)
      await keeper?.metrics(stepLine(epoch, step + 1, learningRate, report))
    if (keeper?.isCheckpointDue) await checkpointWithin(run, state)
  }
  const images = batchSize * (state.position - start.position)
  return { state, imagesPerSecond: images === 0 ? 0 : (1000 * images) / steppedMs }
}

/**
 * A checkpoint in the midst of an epoch.
 * @throws GlyphlabError `loss-not-finite`: weights that went wrong in the last step never replace good ones
 */
async function checkpointWithin(run: Run, state: TrainingState): Promise<void> {
  const { keeper, session } = run
  if (!keeper) return
  const tensors = await session.tensors()
  const { epoch, position, learningRate } = state
  const step = epoch * scheduleOptions(run).stepsPerEpoch + position
  if (![...tensors.values()].every(isFiniteTensor))
    throw notFinite('the weights are no numbers', step, epoch + 1, learningRate)
  await keeper.checkpoint(state, tensors)
}

/** What an epoch comes to once its steps are made; null where it was interrupted. */
async function validate(run: Run, state: TrainingState, imagesPerSecond: number) {
  const { configuration, split, dataset, steering, session, onEvent, signal } = run
  const { epochs } = configuration
  const options = scheduleOptions(run)
  const startedMs = performance.now()
  const images = split.validation.length
  const logits = await session.logits(split.validation, {
    signal,
    onProgress: (imagesDone) =>
      onEvent({ type: 'evaluating', part: 'validation', imagesDone, images }),
  })
  if (!logits) return null
  const epoch = state.epoch + 1
  const step = epoch * options.stepsPerEpoch
  const tensors = await session.tensors()
  // Weights that went wrong in the last step show here first.
  if (!allFinite(logits) || ![...evaluatedAmong(tensors).values()].every(isFiniteTensor))
    throw notFinite('the weights are no numbers', step, epoch, state.learningRate)

  const labels = split.validation.map((index) => dataset.labels[index] ?? 0)
  const means = validationMeans(labels, logits, dataset.classes.length, steering)
  const { loss, accuracy } = means.steering
  const stopping = stoppingAfterEpoch(state.stopping, { epoch, loss, accuracy })
  const best = stopping.best?.epoch === epoch
  const training = {
    loss: state.sums.loss / options.stepsPerEpoch,
    accuracy: state.sums.accuracy / options.stepsPerEpoch,
  }
  const after: TrainingState = {
    epoch,
    position: 0,
    sums: { loss: 0, accuracy: 0 },
    learningRate: state.learningRate,
    schedule: scheduleAfterEpoch(state.schedule, loss, options),
    stopping,
    seconds: state.seconds + (performance.now() - startedMs) / 1000,
  }
  const line: MetricsLine = {
    kind: 'epoch',
    epoch,
    step,
    learningRate: state.learningRate,
    trainingLoss: training.loss,
    trainingAccuracy: training.accuracy,
    validationLoss: means.validation.loss,
    validationAccuracy: means.validation.accuracy,
    steeringLoss: loss,
    steeringAccuracy: accuracy,
    best,
    validationRecall: means.validationRecall,
  }
  const event: TrainingEvent = {
    type: 'epoch',
    epoch,
    epochs,
    learningRate: state.learningRate,
    training,
    ...means,
    best,
    epochsWithoutGain: stopping.epochsSince,
    imagesPerSecond,
    secondsLeft: (epochs - epoch) * (after.seconds / epoch),
  }
  return { state: after, tensors, line, event }
}

function scheduleOptions({ configuration, split }: Run): ScheduleOptions {
  return {
    ...configuration,
    stepsPerEpoch: Math.floor(split.train.length / configuration.batchSize),
  }
}

function stepLine(
  epoch: number,
  step: number,
  learningRate: number,
  { loss, accuracy }: StepReport,
): MetricsLine {
  return {
    kind: 'step',
    epoch,
    step,
    learningRate,
    trainingLoss: loss,
    trainingAccuracy: accuracy,
    validationLoss: null,
    validationAccuracy: null,
    steeringLoss: null,
    steeringAccuracy: null,
    best: null,
    validationRecall: null,
  }
}

function requireFinite(
  { loss, isFinite }: StepReport,
  step: number,
  epoch: number,
  learningRate: number,
): void {
  if (isFinite) return
  const what = Number.isFinite(loss) ? 'the gradients are no numbers' : `the loss became ${loss}`
  throw notFinite(what, step, epoch, learningRate)
}

function notFinite(what: string, step: number, epoch: number, learningRate: number): GlyphlabError {
  return new GlyphlabError(
    'loss-not-finite',
    `${what} at step ${step} (epoch ${epoch}, learning rate ${learningRate})`,
  )
}

function isFiniteTensor({ values }: { readonly values: Float32Array }): boolean {
  return allFinite(values)
}

function allFinite(values: Float32Array): boolean {
  return values.every(Number.isFinite)
}
