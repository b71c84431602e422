import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import {
  runIdSchema,
  type Environment,
  type RunId,
  type RunRecord,
} from '../../../src-preload/contract/run'
import type { TrainingConfiguration } from '../../../src-preload/contract/training'
import { namesIn } from '../files/names-in'
import { cpuFeatures, describeCpu } from '../tensorflow/runtime'
import { lastMetadataSchema, readCheckpointMetadata } from './checkpoint'
import { runPaths, type RunPaths } from './run-folder'
import { isRunLocked } from './run-lock'
import { readRunRecord } from './run-record'

/** How fast a run went. */
export interface TrainingPace {
  readonly run: RunId
  readonly secondsPerImage: number
}

/** It is asked for as often as a form changes: older runs say less about the machine as it is now. */
const LATEST_RUNS = 50

/** What the first steps took says more about the preparation of the graph. */
const LEAST_EPOCHS = 0.5

const progressSchema = lastMetadataSchema.pick({ epoch: true, position: true, seconds: true })

/**
 * How fast the latest run went that was trained on this machine with the same network, batch size and
 * precision, and that no process is at work on; null where there is none.
 */
export async function trainingPace(
  runsFolder: string,
  configuration: TrainingConfiguration,
): Promise<TrainingPace | null> {
  const processor = describeCpu(await cpuFeatures())
  // Their names begin with the time.
  const names = (await namesIn(runsFolder)).sort().reverse().slice(0, LATEST_RUNS)
  for (const name of names) {
    const run = runIdSchema.safeParse(name).data
    const paths = runPaths(join(runsFolder, name))
    const record = recordOf(paths)
    if (run === undefined || record === null || !isAlike(record, configuration)) continue
    if (!isOfMachine(record, processor) || (await isRunLocked(paths))) continue
    const secondsPerImage = await paceOf(paths, record)
    if (secondsPerImage !== null) return { run, secondsPerImage }
  }
  return null
}

function recordOf(paths: RunPaths): RunRecord | null {
  try {
    return readRunRecord(paths)
  } catch {
    return null
  }
}

function isAlike({ description }: RunRecord, now: TrainingConfiguration): boolean {
  const { batchSize, precision, architecture } = description.configuration
  return (
    batchSize === now.batchSize &&
    precision === now.precision &&
    JSON.stringify(architecture) === JSON.stringify(now.architecture)
  )
}

function isOfMachine({ environment, laterEnvironments }: RunRecord, processor: string): boolean {
  const threads = Number(process.env['TF_NUM_INTRAOP_THREADS']) || availableParallelism()
  const isHere = (at: Environment) =>
    at.processor === processor && at.threads === threads && at.device === 'cpu'
  return [environment, ...laterEnvironments].every(isHere)
}

/** Null where too little of it was trained to tell, or nothing is left that would. */
async function paceOf({ last }: RunPaths, { description }: RunRecord): Promise<number | null> {
  const progress = await readCheckpointMetadata(last, progressSchema).catch(() => null)
  if (progress === null) return null
  const epochs = progress.epoch + progress.position / description.stepsPerEpoch
  return epochs < LEAST_EPOCHS ? null : progress.seconds / (epochs * description.trainingImages)
}
