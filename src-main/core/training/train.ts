import type { TrainingConfiguration } from '../../../src-preload/contract/training'
import type { RunDescription, TrainingEvent } from '../../../src-preload/contract/training-events'
import { classCounts } from '../datasets/class-shares'
import type { Dataset } from '../datasets/dataset'
import { splitTrainingPart, type TrainingSplit } from '../datasets/split'
import { applyAdjustment } from '../evaluation/adjustment'
import { meanMetrics } from '../evaluation/mean-metrics'
import { evaluationReport } from '../evaluation/report'
import { scoreImages } from '../evaluation/scores'
import { wilsonInterval } from '../evaluation/wilson-interval'
import { GlyphlabError, internalError } from '../errors'
import { architectureLayers } from '../models/architectures'
import type { FastPaths } from '../models/fast-paths/fast-paths'
import { buildModel, type Model } from '../models/model'
import { modelSize } from '../models/summary'
import { createRandom } from '../random/random'
import type { TensorFlow } from '../tensorflow/runtime'
import { bestAfterEpoch, NO_EPOCH, shouldStopEarly, type BestEpoch } from './best-epoch'
import { initialWeight } from './initial-weights'
import { RunSession, type WeightValues } from './run-session'
import {
  initialScheduleState,
  learningRateAt,
  scheduleAfterEpoch,
  type ScheduleOptions,
} from './schedule'
import { planSteering, validationMeans, type Steering } from './steering'
import { buildTrainingGraph } from './training-graph'

export interface TrainOptions {
  readonly tensorflow: TensorFlow
  readonly fastPaths: FastPaths
  readonly onEvent: (event: TrainingEvent) => void
  /** Ends the run after the step, or the batch of an evaluation, in hand: the test part is then not measured. */
  readonly signal?: AbortSignal
}

export interface TrainedModel {
  readonly model: Model
  readonly classes: Dataset['classes']
  /** Weights of the best epoch, as evaluation uses them, by name. */
  readonly weights: WeightValues
  /** What belongs on the logits, and so into the last bias of whatever leaves the app. */
  readonly adjustment: Float32Array | null
}

/**
 * Trains a network on a data set's training part, steers by its validation part, and measures its test
 * part once, with the weights of the best epoch.
 *
 * An epoch makes as many whole batches as the training images give, in an order of its own; the few
 * images left over sit out, other ones each time.
 * @returns null where the run was interrupted before its first epoch had ended
 * @throws GlyphlabError `batch-too-large`, `loss-not-finite`, `dataset-invalid` (no class of the test part
 *   to validate with), `model-invalid`, `out-of-memory` or `usage`
 */
export async function train(
  dataset: Dataset,
  configuration: TrainingConfiguration,
  { tensorflow, fastPaths, onEvent, signal }: TrainOptions,
): Promise<TrainedModel | null> {
  const startedMs = performance.now()
  const split = splitTrainingPart(dataset, configuration)
  const { batchSize, architecture, seed } = configuration
  if (batchSize > split.train.length)
    throw new GlyphlabError(
      'batch-too-large',
      `a batch of ${batchSize} is larger than the ${split.train.length} images to train on`,
    )
  const { classes, height, width } = dataset
  const model = buildModel(architectureLayers(architecture, classes.length), [height, width, 1])
  const steering = planSteering(dataset, split, configuration)
  onEvent({ type: 'started', run: describeRun(dataset, split, model, steering, configuration) })

  const graph = buildTrainingGraph({
    ...configuration,
    model,
    imageCount: dataset.labels.length,
    classWeights: steering.classWeights,
    fastPaths,
  })
  using session = await RunSession.open(tensorflow, graph, dataset, ({ spec }) =>
    initialWeight(spec, seed),
  )
  const { best, weights, epochsDone, reason } = await runEpochs(
    { dataset, configuration, split, steering, session },
    onEvent,
    signal,
  )
  if (weights) await session.restore(weights)
  const test =
    reason === 'interrupted' ? null : await measureTestPart(session, dataset, steering, signal)
  onEvent({
    type: 'ended',
    reason: test ? reason : 'interrupted',
    epochsDone,
    bestEpoch: best.epoch,
    seconds: (performance.now() - startedMs) / 1000,
  })
  if (!weights || best.epoch === null) return null
  if (test) onEvent({ type: 'done', bestEpoch: best.epoch, test })
  return { model, classes, weights, adjustment: steering.adjustment }
}

interface Run {
  readonly dataset: Dataset
  readonly configuration: TrainingConfiguration
  readonly split: TrainingSplit
  readonly steering: Steering
  readonly session: RunSession
}

interface EpochsResult {
  readonly best: BestEpoch
  readonly weights: WeightValues | undefined
  readonly epochsDone: number
  readonly reason: 'finished' | 'stopped-early' | 'interrupted'
}

async function runEpochs(
  run: Run,
  onEvent: TrainOptions['onEvent'],
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
  onEvent: TrainOptions['onEvent'],
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

/** Null where it was interrupted. */
async function measureTestPart(
  session: RunSession,
  { labels, trainCount, testCount, classes }: Dataset,
  { adjustment }: Steering,
  signal: AbortSignal | undefined,
) {
  const indices = Int32Array.from({ length: testCount }, (_, index) => trainCount + index)
  const testLabels = labels.subarray(trainCount)
  const logits = await session.logits(indices, signal)
  if (!logits) return null
  const values = adjustment ? applyAdjustment(logits, adjustment) : logits
  const report = evaluationReport(testLabels, { kind: 'logits', values }, classes)
  if (!adjustment) return { ...report, unadjusted: null }
  const plain = scoreImages(testLabels, {
    kind: 'logits',
    values: logits,
    classCount: classes.length,
  })
  const unadjusted = meanMetrics(testLabels, plain)
  const hits = plain.predicted.reduce(
    (sum, label, image) => sum + (label === testLabels[image] ? 1 : 0),
    0,
  )
  const interval = wilsonInterval(hits, testCount)
  return { ...report, unadjusted: unadjusted && interval && { ...unadjusted, interval } }
}

function describeRun(
  { name, split: cut, classes, labels, trainCount, testCount }: Dataset,
  split: TrainingSplit,
  model: Model,
  { adjustment, validationWeights }: Steering,
  configuration: TrainingConfiguration,
): RunDescription {
  const { total, multiplyAdds } = modelSize(model)
  const seen = classCounts(labels, classes.length, split.train)
  const tested = classCounts(labels.subarray(trainCount), classes.length)
  if (model.classes !== classes.length) throw internalError('the network has another class count')
  return {
    dataset: name,
    split: cut,
    classes: classes.length,
    trainingImages: split.train.length,
    validationImages: split.validation.length,
    testImages: testCount,
    parameters: total,
    multiplyAdds,
    stepsPerEpoch: Math.floor(split.train.length / configuration.batchSize),
    configuration,
    unseenClasses: classes
      .filter((_, index) => seen[index] === 0 && tested[index] !== 0)
      .map(({ character }) => character),
    logitAdjustment: adjustment !== null,
    weightedValidation: validationWeights !== undefined,
  }
}
