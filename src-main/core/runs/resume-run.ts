import { existsSync } from 'node:fs'
import type { RunRecord } from '../../../src-preload/contract/run'
import type { Dataset } from '../datasets/dataset'
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
import { performRun, type FinishedRun, type RunResources, type RunStart } from './perform-run'
import { runPaths, type RunPaths } from './run-folder'
import { isBest } from './run-keeper'

export interface ResumeRunOptions extends RunResources {
  readonly folder: string
  readonly record: RunRecord
  readonly dataset: Dataset
  /** SHA-256 of the data set as it is now. */
  readonly fingerprint: string
}

/**
 * Goes on with a run from its last checkpoint, in its own folder: on the machine that began it, to the same
 * bits as if nothing had happened.
 * @throws GlyphlabError `run-finished`, `run-locked`, `dataset-changed`, `run-damaged`, `run-newer`,
 *   `weights-invalid`, or as `startRun`
 */
export async function resumeRun(options: ResumeRunOptions): Promise<FinishedRun> {
  const { record, folder, dataset, fingerprint } = options
  requireUnfinished(record)
  requireSameDataset(record, fingerprint)
  const plan = planTraining(dataset, fingerprint, record.description.configuration)
  const start = await readStart(runPaths(folder), record, plan)
  return performRun({ ...options, plan, start })
}

/** @throws GlyphlabError `run-finished` */
export function requireUnfinished({ status, id }: RunRecord): void {
  if (status === 'finished' || status === 'stopped-early')
    throw new GlyphlabError('run-finished', `${id} has ${status.replace('-', ' ')}`)
}

/** @throws GlyphlabError `dataset-changed` */
export function requireSameDataset({ description, id }: RunRecord, fingerprint: string): void {
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
  if (existsSync(paths.last)) return readLast(paths)
  if (existsSync(paths.best))
    throw new GlyphlabError(
      'run-damaged',
      `${paths.last} is missing, and best.safetensors is there`,
    )
  if (record.initialWeights === null) return { kind: 'fresh', weights: undefined }
  const { tensors } = await readSafetensors(paths.initial)
  return { kind: 'fresh', weights: weightsForModel(plan.model, tensors, paths.initial) }
}

export type CheckpointStart = Extract<RunStart, { kind: 'checkpoint' }>

/** @throws GlyphlabError `run-damaged`, `run-newer` or `weights-invalid` */
export async function readLast(paths: RunPaths): Promise<CheckpointStart> {
  const { metadata, tensors } = await readCheckpoint(paths.last, lastMetadataSchema)
  const { epoch, position, sums, learningRate, schedule, stopping, seconds } = metadata
  const state = { epoch, position, sums, learningRate, schedule, stopping, seconds }
  const best = await readBest(paths, metadata, tensors)
  const { metricsBytes } = metadata
  return {
    kind: 'checkpoint',
    point: { state, tensors, bestTensors: best?.tensors },
    metricsBytes,
    missingBest: best?.isMissing === true,
  }
}

/** A kill between the two files leaves an older best one: the last one then has the same weights. */
async function readBest(paths: RunPaths, state: LastMetadata, tensors: RunTensors) {
  const { best } = state.stopping
  if (best === null) return undefined
  if (existsSync(paths.best)) {
    const found = await readCheckpoint(paths.best, networkMetadataSchema)
    if (found.metadata.epoch === best.epoch) return { tensors: found.tensors, isMissing: false }
  }
  if (isBest(state)) return { tensors: evaluatedAmong(tensors), isMissing: true }
  throw new GlyphlabError(
    'run-damaged',
    `${paths.best} is not of epoch ${best.epoch}, the best by last.safetensors`,
  )
}
