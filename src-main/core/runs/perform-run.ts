import { dirname } from 'node:path'
import type { EvaluationFile, TestResult } from '../../../src-preload/contract/evaluation'
import type { Environment, RunId, RunRecord } from '../../../src-preload/contract/run'
import type { TrainingEvent } from '../../../src-preload/contract/training-events'
import type { OpenDataset } from '../datasets/open-dataset'
import { errorData, internalError } from '../errors'
import { architectureTitle } from '../models/architectures'
import { removeLeftovers } from '../files/atomic-write'
import type { HeldLock } from '../files/lock-file'
import { keptAnswers } from '../measurements/kept-answers'
import type { FastPaths } from '../models/fast-paths/fast-paths'
import type { TensorFlow } from '../tensorflow/runtime'
import { openSummaryWriter } from '../tensorflow/summary-writer'
import type { WeightValues } from '../training/run-session'
import {
  closingEvents,
  train,
  type ResumePoint,
  type TrainingOutcome,
  type TrainingPlan,
} from '../training/train'
import { partIndices } from '../training/measure'
import { saveEvaluation } from './evaluations'
import { runPaths, type RunPaths } from './run-folder'
import { RunFolderKeeper, writeBest } from './run-keeper'
import { holdRun, requireHeld } from './run-lock'
import { testMeasurements } from './test-measurements'
import { writeRunRecord } from './run-record'

/** What any run needs of the machine and of its caller. */
export interface RunResources {
  readonly tensorflow: TensorFlow
  readonly fastPaths: FastPaths
  readonly environment: Environment
  readonly onEvent: (event: TrainingEvent) => void
  readonly signal?: AbortSignal | undefined
  /** Ends the run after the epoch in hand. */
  readonly stopAfterEpoch?: AbortSignal | undefined
  /** Time between checkpoints within an epoch. */
  readonly checkpointEveryMs?: number | undefined
}

/** Where a run starts: at its beginning, or from its last checkpoint. */
export type RunStart =
  | { readonly kind: 'fresh'; readonly weights: WeightValues | undefined }
  | {
      readonly kind: 'checkpoint'
      readonly point: ResumePoint
      readonly metricsBytes: number
      /** best.safetensors is still to be written. */
      readonly missingBest: boolean
    }

export interface PerformRunOptions extends RunResources {
  readonly folder: string
  readonly record: RunRecord
  readonly plan: TrainingPlan
  /** What it trains on. */
  readonly data: Pick<OpenDataset, 'source' | 'originals'>
  readonly start: RunStart
}

export interface FinishedRun {
  readonly folder: string
  readonly record: RunRecord
  readonly outcome: TrainingOutcome
  /** Null where the run was interrupted. */
  readonly evaluation: EvaluationFile | null
}

/**
 * Trains a run whose folder is there, to its end or interruption, and keeps what comes of it.
 * @throws GlyphlabError `run-locked`, as `train`, `disk-full` or `output-failed`; the record then says so
 */
export async function performRun(options: PerformRunOptions): Promise<FinishedRun> {
  return holdRun(runPaths(options.folder), (lock) => performHeldRun(options, lock))
}

/**
 * As {@link performRun}, of a run that this process has to itself already.
 * @throws GlyphlabError as `performRun`
 */
export async function performHeldRun(
  options: PerformRunOptions,
  lock: HeldLock,
): Promise<FinishedRun> {
  const paths = runPaths(options.folder)
  const begun: RunRecord = {
    ...options.record,
    status: 'running',
    error: null,
    endedAt: null,
    result: null,
  }
  try {
    for (const written of [paths.folder, paths.checkpoints, paths.evaluations])
      await removeLeftovers(written)
    if (options.record.status !== 'running') await writeRunRecord(paths.record, begun)
    return await trainAndKeep(options, begun, lock)
  } catch (error) {
    const failed = { ...begun, status: 'failed', error: errorData(error), endedAt: now() } as const
    // The record of a run that another process has taken over is that one's. On a full disk it stays as
    // it was: a run that nobody works on can be resumed.
    if (await lock.isStillHeld().catch(() => false))
      await writeRunRecord(paths.record, failed).catch(() => undefined)
    throw error
  }
}

async function trainAndKeep(
  options: PerformRunOptions,
  begun: RunRecord,
  lock: HeldLock,
): Promise<FinishedRun> {
  const { folder, plan, onEvent } = options
  const paths = runPaths(folder)
  const outcome = await trainKept(options, begun, lock)
  await requireHeld(lock, paths)
  const evaluation = outcome.test && (await saveTest(options, begun, outcome))
  const record: RunRecord = {
    ...begun,
    status: outcome.reason,
    endedAt: now(),
    result: resultOf(outcome),
  }
  await writeRunRecord(paths.record, record)
  const testMeasured =
    evaluation && (await testMeasurements(dirname(folder), plan.description.fingerprint))
  for (const event of closingEvents(outcome, { run: folder, testMeasured })) onEvent(event)
  return { folder, record, outcome, evaluation }
}

async function trainKept(
  { folder, plan, start, ...resources }: PerformRunOptions,
  { id }: RunRecord,
  lock: HeldLock,
): Promise<TrainingOutcome> {
  const paths = runPaths(folder)
  const isFresh = start.kind === 'fresh'
  if (!isFresh && start.missingBest) await writeMissingBest(paths, id, plan, start.point)
  using summary = openSummaryWriter(resources.tensorflow, folder)
  const metricsBytes = isFresh ? 0 : start.metricsBytes
  const { checkpointEveryMs } = resources
  await using keeper = await RunFolderKeeper.open({
    ...{ paths, run: id, plan, lock },
    ...{ summary, metricsBytes, checkpointEveryMs },
  })
  // Awaited here, so that the files stay open until then.
  return await train(plan, {
    ...resources,
    onEvent: (event) => resources.onEvent(withDevice(event, resources.environment)),
    folder,
    keeper,
    resume: isFresh ? undefined : start.point,
    initialWeights: isFresh ? start.weights : undefined,
  })
}

/** The loop knows nothing of what it computes on. */
function withDevice(
  event: TrainingEvent,
  { device, deviceName, withoutGpu, tf32 }: Environment,
): TrainingEvent {
  if (event.type !== 'started') return event
  return {
    ...{ ...event, device },
    ...(deviceName === undefined ? {} : { deviceName }),
    ...(withoutGpu === undefined ? {} : { withoutGpu }),
    ...(tf32 === undefined ? {} : { tf32 }),
  }
}

/** Of a kill between the two checkpoints: see `readLast`. */
async function writeMissingBest(
  paths: RunPaths,
  run: RunId,
  plan: TrainingPlan,
  { state, bestTensors }: ResumePoint,
): Promise<void> {
  if (bestTensors) await writeBest(paths, run, plan, state.epoch, bestTensors)
}

async function saveTest(
  { folder, plan, data }: PerformRunOptions,
  { id }: RunRecord,
  { test, best }: TrainingOutcome,
): Promise<EvaluationFile> {
  const { description, configuration, dataset } = plan
  if (!test || !best) throw internalError('a test without an epoch')
  const measured = {
    dataset: {
      name: description.dataset,
      split: description.split,
      fingerprint: description.fingerprint,
      corrections: description.corrections,
    },
    part: 'test' as const,
    run: id,
    trainingImages: description.trainingImages,
    seed: configuration.seed,
    bestEpoch: best.epoch,
    model: architectureTitle(configuration.architecture),
    measuredAt: now(),
    report: test.report,
  }
  const answers = keptAnswers({
    data: { ...data, dataset },
    indices: partIndices(dataset, 'test'),
    answers: test.answers,
  })
  return (await saveEvaluation(runPaths(folder).evaluations, measured, answers)).evaluation
}

function resultOf({ best, test, epochsDone }: TrainingOutcome): RunRecord['result'] {
  if (!best) return null
  const { epoch, loss, accuracy } = best
  return {
    epochsDone,
    bestEpoch: epoch,
    validation: { loss, accuracy },
    test: test && headlineOf(test.report),
  }
}

/** Null for a test part without images, which has no figures. */
function headlineOf({ loss, accuracy, interval }: TestResult) {
  return loss === null || accuracy === null || interval === null
    ? null
    : { loss, accuracy, interval }
}

function now(): string {
  return new Date().toISOString()
}
