import type { TrainingConfiguration } from '../../../src-preload/contract/training'
import type { RunDescription, TrainingEvent } from '../../../src-preload/contract/training-events'
import { className } from '../../../src-preload/contract/class-name'
import { classCounts } from '../datasets/class-shares'
import type { Dataset } from '../datasets/dataset'
import type { OpenDataset } from '../datasets/open-dataset'
import { splitTrainingPart, type TrainingSplit } from '../datasets/split'
import { GlyphlabError, internalError } from '../errors'
import { architectureLayers } from '../models/architectures'
import type { FastPaths } from '../models/fast-paths/fast-paths'
import { buildModel, type Model } from '../models/model'
import { modelSize } from '../models/summary'
import { requireTrainingMemory } from '../models/training-memory'
import type { TensorFlow } from '../tensorflow/runtime'
import type { BestEpoch } from './best-epoch'
import { initialWeight } from './initial-weights'
import { measureImages, partIndices, type MeasuredImages } from './measure'
import { runEpochs, type RunKeeper } from './run-epochs'
import { RunSession, valuesOf, type RunTensors, type WeightValues } from './run-session'
import { planSteering, type Steering } from './steering'
import { buildTrainingGraph } from './training-graph'
import { initialState, type TrainingState } from './training-state'

/** Everything a run needs before its first step: what can be wrong is found here, without TensorFlow. */
export interface TrainingPlan {
  readonly dataset: Dataset
  readonly configuration: TrainingConfiguration
  readonly split: TrainingSplit
  readonly model: Model
  readonly steering: Steering
  readonly description: RunDescription
}

/** A data set to train on. */
export type TrainingData = Pick<OpenDataset, 'dataset' | 'fingerprint' | 'corrections'>

/**
 * @throws GlyphlabError `batch-too-large`, `dataset-invalid` (no class of the test part to validate with),
 *   `model-invalid`, `out-of-memory` or `usage`
 */
export function planTraining(
  data: TrainingData,
  configuration: TrainingConfiguration,
): TrainingPlan {
  const { dataset } = data
  const split = splitTrainingPart(dataset, configuration)
  const { batchSize, architecture } = configuration
  if (batchSize > split.train.length)
    throw new GlyphlabError(
      'batch-too-large',
      `a batch of ${batchSize} is larger than the ${split.train.length} images to train on`,
    )
  const { classes, height, width } = dataset
  const model = buildModel(architectureLayers(architecture, classes.length), [height, width, 1])
  requireTrainingMemory(model, configuration)
  if (model.classes !== classes.length) throw internalError('the network has another class count')
  const steering = planSteering(dataset, split, configuration)
  const plan = { dataset, configuration, split, model, steering }
  return { ...plan, description: describeRun(plan, data) }
}

/** Where a run goes on. */
export interface ResumePoint {
  readonly state: TrainingState
  readonly tensors: RunTensors
  /** Weights of the best epoch so far, as evaluation uses them; undefined before the first. */
  readonly bestTensors: RunTensors | undefined
}

export interface TrainOptions {
  readonly tensorflow: TensorFlow
  readonly fastPaths: FastPaths
  readonly onEvent: (event: TrainingEvent) => void
  /** Ends the run after the step, or the batch of an evaluation, in hand: the test part is then not measured. */
  readonly signal?: AbortSignal | undefined
  /** Ends the run after the epoch in hand, with its checkpoint; where that is the last one, as if unasked. */
  readonly stopAfterEpoch?: AbortSignal | undefined
  /** From the first step where left out. */
  readonly resume?: ResumePoint | undefined
  /** Weights to begin with instead of those that the seed draws. */
  readonly initialWeights?: WeightValues | undefined
  readonly keeper?: RunKeeper | undefined
  /** Where it must be computed, as `Session.open` takes it; TensorFlow decides where left out. */
  readonly device?: string | undefined
  /** The run's folder, for its events. */
  readonly folder?: string | undefined
}

/** What a run came to. */
export interface TrainingOutcome {
  readonly reason: 'finished' | 'stopped-early' | 'interrupted'
  readonly epochsDone: number
  readonly best: BestEpoch | null
  /** Weights of the best epoch, as evaluation uses them, by name; null before the first. */
  readonly weights: WeightValues | null
  /** Null where the run was interrupted. */
  readonly test: MeasuredImages | null
  readonly seconds: number
}

/** What is left to say of a run once its outcome is kept. */
export function closingEvents(
  { reason, epochsDone, best, seconds, test }: TrainingOutcome,
  kept: Pick<Extract<TrainingEvent, { type: 'done' }>, 'run' | 'testMeasured'>,
): readonly TrainingEvent[] {
  const bestEpoch = best?.epoch ?? null
  const ended = { type: 'ended', reason, epochsDone, bestEpoch, seconds } as const
  return test && bestEpoch !== null
    ? [ended, { type: 'done', ...kept, bestEpoch, test: test.report }]
    : [ended]
}

/**
 * Trains a network on a data set's training part, steers by its validation part, and measures its test
 * part once, with the weights of the best epoch.
 *
 * An epoch makes as many whole batches as the training images give, in an order of its own; the few
 * images left over sit out, other ones each time. The caller says its {@link closingEvents}.
 * @throws GlyphlabError `loss-not-finite`, `out-of-memory`, or what the keeper throws
 */
export async function train(
  { dataset, configuration, split, model, steering, description }: TrainingPlan,
  options: TrainOptions,
): Promise<TrainingOutcome> {
  const { tensorflow, fastPaths, onEvent, signal, stopAfterEpoch, resume, initialWeights } = options
  const state = resume?.state ?? initialState(configuration)
  onEvent({
    type: 'started',
    run: description,
    folder: options.folder ?? null,
    epochsDone: state.epoch,
    stepsDone: state.position,
    secondsDone: state.seconds,
  })
  const graph = buildTrainingGraph({
    ...configuration,
    model,
    imageCount: dataset.labels.length,
    classWeights: steering.classWeights,
    lossAdjustment: steering.lossAdjustment,
    fastPaths,
  })
  using session = await RunSession.open(
    tensorflow,
    graph,
    dataset,
    ({ spec }) => initialWeights?.get(spec.name) ?? initialWeight(spec, configuration.seed),
    options.device,
  )
  if (resume) await session.setTensors(resume.tensors)
  const keeper = options.keeper ?? null
  const run = {
    ...{ dataset, configuration, split, steering, session },
    ...{ keeper, onEvent, signal, stopAfterEpoch },
  }
  const ended = await runEpochs(run, {
    state,
    bestWeights: resume?.bestTensors && valuesOf(resume.bestTensors),
  })
  const { bestWeights } = ended
  const outcome = {
    epochsDone: ended.state.epoch,
    best: ended.state.stopping.best,
    weights: bestWeights ?? null,
    seconds: ended.state.seconds,
  }
  const interrupted = { ...outcome, reason: 'interrupted', test: null } as const
  if (ended.reason === 'interrupted' || !bestWeights) return interrupted

  await session.restore(bestWeights)
  const indices = partIndices(dataset, 'test')
  const logits = await session.logits(indices, {
    signal,
    onProgress: (imagesDone) =>
      onEvent({ type: 'evaluating', part: 'test', imagesDone, images: indices.length }),
  })
  if (!logits) return interrupted
  const test = measureImages(dataset, indices, logits, steering.adjustment)
  return { ...outcome, reason: ended.reason, test }
}

function describeRun(
  { dataset, split, model, steering, configuration }: Omit<TrainingPlan, 'description'>,
  { fingerprint, corrections }: TrainingData,
): RunDescription {
  const { name, split: cut, classes, labels, trainCount, testCount } = dataset
  const { total, multiplyAdds } = modelSize(model)
  const seen = classCounts(labels, classes.length, split.train)
  const tested = classCounts(labels.subarray(trainCount), classes.length)
  return {
    dataset: name,
    split: cut,
    fingerprint,
    corrections,
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
      .map(({ characters }) => className(characters)),
    logitAdjustment: steering.adjustment !== null,
    weightedValidation: steering.validationWeights !== undefined,
  }
}
