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
import type { TensorFlow } from '../tensorflow/runtime'
import { initialWeight } from './initial-weights'
import { runEpochs } from './run-epochs'
import { RunSession, type WeightValues } from './run-session'
import { planSteering, type Steering } from './steering'
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
