import { existsSync } from 'node:fs'
import { mkdir, readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { RunRecord } from '../../../src-preload/contract/run'
import type { TrainingConfiguration } from '../../../src-preload/contract/training'
import { GlyphlabError } from '../errors'
import { makeFolderAtomically, writeFileAtomically } from '../files/atomic-write'
import { systemErrorCode } from '../files/file-error'
import { architectureTitle } from '../models/architectures'
import { planTraining } from '../training/train'
import { endOfTraining, type TrainingState } from '../training/training-state'
import { performRun, type FinishedRun } from './perform-run'
import { readLast, requireSameDataset, type ResumeRunOptions } from './resume-run'
import { newRunId, runPaths } from './run-folder'
import { holdRun } from './run-lock'
import { writeBest, writeLast } from './run-keeper'
import { writeRunRecord } from './run-record'

/**
 * Settings that may change on the way; all others decide what the steps before were, or what validates. Of
 * an optimizer the kind stays, since its slots do.
 */
export const CHANGEABLE_SETTINGS: readonly (keyof TrainingConfiguration)[] = [
  'epochs',
  'learningRate',
  'optimizer',
  'schedule',
  'earlyStoppingPatience',
  'precision',
  'augmentation',
  'labelSmoothing',
]

/**
 * Goes on from a run's last checkpoint with other settings, as a new run that names the first as its
 * parent. With more epochs and nothing else changed it comes to what one long run would have come to,
 * unless early stopping came in between (its count then starts anew) or the schedule is a cosine, which
 * reckons with the number of epochs.
 * @throws GlyphlabError `usage` where a setting cannot change on the way, else as `resumeRun`
 */
export async function branchRun(
  options: ResumeRunOptions & { readonly configuration: TrainingConfiguration },
): Promise<FinishedRun> {
  const { record: parent, configuration, data } = options
  requireChangeable(parent.description.configuration, configuration)
  requireSameDataset(parent, data)
  const plan = planTraining(data, configuration)
  const parentPaths = runPaths(options.folder)
  if (!existsSync(parentPaths.last))
    throw new GlyphlabError(
      'run-missing',
      `${parent.id} has no checkpoint to go on from with other settings`,
      'Start a new run with them.',
    )
  // Held while it is read, so that its two checkpoints are of one time.
  const { last, metrics } = await holdRun(parentPaths, async () => {
    const last = await readLast(parentPaths, parent, plan)
    return { last, metrics: await readMetrics(parentPaths.metrics, last.metricsBytes) }
  })
  const state = branchedState(last.point.state, parent.description.configuration, configuration)

  const now = new Date()
  const id = newRunId(architectureTitle(configuration.architecture), now)
  const record: RunRecord = {
    ...parent,
    id,
    status: 'running',
    error: null,
    parent: parent.id,
    group: null,
    description: plan.description,
    datasetSource: data.source,
    environment: options.environment,
    laterEnvironments: [],
    startedAt: now.toISOString(),
    endedAt: null,
    result: null,
  }
  const folder = join(dirname(options.folder), id)
  const { tensors, bestTensors } = last.point
  await makeFolderAtomically(folder, async (temporary) => {
    const paths = runPaths(temporary)
    await mkdir(paths.checkpoints)
    await mkdir(paths.evaluations)
    await writeFileAtomically(paths.metrics, [metrics])
    await writeLast(paths, id, plan, state, tensors, metrics.length)
    const bestEpoch = state.stopping.best?.epoch
    if (bestEpoch !== undefined && bestTensors)
      await writeBest(paths, id, plan, bestEpoch, bestTensors)
    await writeRunRecord(paths.record, record)
  })
  const start = { ...last, point: { ...last.point, state }, missingBest: false }
  return performRun({ ...options, folder, record, plan, start })
}

/** @throws GlyphlabError `run-damaged` where the file is shorter, or is not there */
async function readMetrics(path: string, bytes: number): Promise<Uint8Array> {
  const found = await readFile(path).catch((cause: unknown) => {
    throw new GlyphlabError(
      'run-damaged',
      `${path} cannot be read (${systemErrorCode(cause) ?? String(cause)})`,
      undefined,
      { cause },
    )
  })
  if (found.length < bytes)
    throw new GlyphlabError('run-damaged', `${path} has ${found.length} bytes, expected ${bytes}`)
  return found.subarray(0, bytes)
}

function requireChangeable(before: TrainingConfiguration, after: TrainingConfiguration): void {
  const keys = Object.keys(after) as (keyof TrainingConfiguration)[]
  const fixed = keys.find(
    (key) =>
      !CHANGEABLE_SETTINGS.includes(key) &&
      JSON.stringify(before[key]) !== JSON.stringify(after[key]),
  )
  const setting =
    fixed ?? (before.optimizer.kind === after.optimizer.kind ? undefined : 'optimizer')
  if (setting !== undefined)
    throw new GlyphlabError(
      'usage',
      `${setting} cannot change within a run`,
      'Start a new run with the new setting and --weights with the checkpoint of this one.',
    )
}

function branchedState(
  state: TrainingState,
  before: TrainingConfiguration,
  after: TrainingConfiguration,
): TrainingState {
  const { learningRate } = after
  const schedule =
    learningRate === before.learningRate
      ? state.schedule
      : { ...state.schedule, learningRate, epochsWithoutGain: 0 }
  const branched = { ...state, schedule }
  switch (endOfTraining(branched, after)) {
    case null:
      return branched
    case 'stopped-early':
      return { ...branched, stopping: { ...branched.stopping, epochsSince: 0 } }
    case 'finished':
      throw new GlyphlabError(
        'run-finished',
        `${state.epoch} epochs are done already, ${after.epochs} are asked for`,
      )
  }
}
