import { existsSync } from 'node:fs'
import { stat } from 'node:fs/promises'
import type { Environment, RunRecord } from '../../../src-preload/contract/run'
import type { OpenDataset } from '../datasets/open-dataset'
import { GlyphlabError } from '../errors'
import { weightsForModel } from '../models/weights-file'
import { readSafetensors } from '../safetensors/safetensors'
import { evaluatedAmong, type RunTensors } from '../training/run-session'
import { planTraining, type TrainingPlan } from '../training/train'
import {
  lastMetadataSchema,
  networkMetadataSchema,
  readCheckpoint,
  type LastMetadata,
} from './checkpoint'
import { differenceBetween } from './environment'
import { requireOwn, requireOwnLast } from './own-checkpoint'
import { performHeldRun, type FinishedRun, type RunResources, type RunStart } from './perform-run'
import { runPaths, type RunPaths } from './run-folder'
import { isBest } from './run-keeper'
import { holdRun } from './run-lock'
import { readRunRecord, requireUnfinished } from './run-record'

export interface ResumeRunOptions extends RunResources {
  readonly folder: string
  readonly record: RunRecord
  /** As it is now, with the corrections that the run was begun with; its record says from now on where it was. */
  readonly data: OpenDataset
}

/**
 * Goes on with a run from its last checkpoint, in its own folder: on the machine that began it, to the same
 * bits as if nothing had happened.
 * @throws GlyphlabError `run-finished`, `run-locked`, `dataset-changed`, `run-damaged`, `run-newer`,
 *   `weights-invalid`, or as `startRun`
 */
export async function resumeRun(options: Omit<ResumeRunOptions, 'record'>): Promise<FinishedRun> {
  const { folder, data } = options
  const paths = runPaths(folder)
  return holdRun(paths, async (lock) => {
    // Read once it is held: until then another process may have gone on with it.
    const found = readRunRecord(paths)
    const laterEnvironments = environmentsWith(found, options.environment)
    const record = { ...found, datasetSource: data.source, laterEnvironments }
    requireUnfinished(record)
    requireSameDataset(record, data)
    const plan = planTraining(data, record.description.configuration)
    const start = await readStart(paths, record, plan)
    return performHeldRun({ ...options, record, plan, start }, lock)
  })
}

function environmentsWith(
  { environment, laterEnvironments }: RunRecord,
  now: Environment,
): Environment[] {
  const latest = laterEnvironments.at(-1) ?? environment
  return differenceBetween(latest, now, true) === null
    ? laterEnvironments
    : [...laterEnvironments, now]
}

/** @throws GlyphlabError `dataset-changed` */
export function requireSameDataset(
  { description, id }: RunRecord,
  { fingerprint }: Pick<OpenDataset, 'fingerprint'>,
): void {
  if (description.fingerprint === fingerprint) return
  throw new GlyphlabError(
    'dataset-changed',
    `${description.dataset} is not as it was when ${id} began: its fingerprint is ` +
      `${fingerprint.slice(0, 12)}, was ${description.fingerprint.slice(0, 12)}`,
  )
}

/** The last checkpoint, or the beginning where there is none yet. */
async function readStart(
  paths: RunPaths,
  record: RunRecord,
  plan: TrainingPlan,
): Promise<RunStart> {
  if (existsSync(paths.last)) {
    const start = await readLast(paths, record, plan)
    await requireMetrics(paths.metrics, start.metricsBytes)
    return start
  }
  // A run without a checkpoint begins anew; one that had some has lost them.
  const trace = existsSync(paths.best)
    ? 'best.safetensors is there'
    : record.result && `${record.result.epochsDone} epochs were done`
  if (trace !== null || !existsSync(paths.checkpoints))
    throw new GlyphlabError(
      'run-damaged',
      `${paths.last} is missing` + (trace === null ? ' with its folder' : `, and ${trace}`),
    )
  if (record.initialWeights === null) return { kind: 'fresh', weights: undefined }
  const { tensors } = await readSafetensors(paths.initial)
  return { kind: 'fresh', weights: weightsForModel(plan.model, tensors, paths.initial) }
}

/** Before anything of the run is touched, so that its record stays as it is where this is refused. */
async function requireMetrics(path: string, bytes: number): Promise<void> {
  const found = await stat(path).catch(() => undefined)
  const problem =
    found === undefined
      ? 'is missing'
      : !found.isFile()
        ? 'is no file'
        : found.size < bytes && `has ${found.size} bytes, expected ${bytes}`
  if (problem) throw new GlyphlabError('run-damaged', `${path} ${problem}`)
}

export type CheckpointStart = Extract<RunStart, { kind: 'checkpoint' }>

/** @throws GlyphlabError `run-damaged`, `run-newer` or `weights-invalid` */
export async function readLast(
  paths: RunPaths,
  record: RunRecord,
  { description: { stepsPerEpoch } }: TrainingPlan,
): Promise<CheckpointStart> {
  const { metadata, tensors } = await readCheckpoint(paths.last, lastMetadataSchema)
  requireOwnLast(paths.last, metadata, record, stepsPerEpoch)
  const { epoch, position, sums, learningRate, schedule, stopping, seconds } = metadata
  const state = { epoch, position, sums, learningRate, schedule, stopping, seconds }
  const best = await readBest(paths, record, metadata, tensors)
  const { metricsBytes } = metadata
  return {
    kind: 'checkpoint',
    point: { state, tensors, bestTensors: best?.tensors },
    metricsBytes,
    missingBest: best?.isMissing === true,
  }
}

/** A kill between the two files leaves an older best one: the last one then has the same weights. */
async function readBest(
  paths: RunPaths,
  record: RunRecord,
  state: LastMetadata,
  tensors: RunTensors,
) {
  const { best } = state.stopping
  if (best === null) return undefined
  if (existsSync(paths.best)) {
    const found = await readCheckpoint(paths.best, networkMetadataSchema)
    requireOwn(paths.best, found.metadata, record)
    if (found.metadata.epoch === best.epoch) return { tensors: found.tensors, isMissing: false }
  }
  if (isBest(state)) return { tensors: evaluatedAmong(tensors), isMissing: true }
  throw new GlyphlabError(
    'run-damaged',
    `${paths.best} is not of epoch ${best.epoch}, the best by last.safetensors`,
  )
}
