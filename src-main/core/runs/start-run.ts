import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import {
  RUN_SCHEMA,
  type RunGroup,
  type RunId,
  type RunRecord,
} from '../../../src-preload/contract/run'
import type { TrainingConfiguration } from '../../../src-preload/contract/training'
import { makeFolderAtomically, removeLeftovers, writeFileAtomically } from '../files/atomic-write'
import { writeError } from '../files/file-error'
import { makeFolder } from '../files/make-folder'
import type { OpenDataset } from '../datasets/open-dataset'
import { architectureTitle } from '../models/architectures'
import { weightsForModel } from '../models/weights-file'
import { safetensorsPieces } from '../safetensors/safetensors'
import type { RunTensors } from '../training/run-session'
import { planTraining } from '../training/train'
import { performRun, type FinishedRun, type RunResources } from './perform-run'
import { newRunId, runPaths } from './run-folder'
import { writeRunRecord } from './run-record'

export interface StartRunOptions extends RunResources {
  /** The folder that holds all runs; made where it is not there. */
  readonly runsFolder: string
  readonly data: OpenDataset
  readonly configuration: TrainingConfiguration
  /** Weights to begin with, and where they came from. */
  readonly initialWeights?: { readonly source: string; readonly tensors: RunTensors } | undefined
  /** The group to belong to; `first` makes this run the first of one. */
  readonly group?: RunGroup | { readonly first: true; readonly size: number } | undefined
}

/**
 * Trains and measures a network in a new run folder.
 * @throws GlyphlabError as `planTraining` and `train`, `weights-invalid`, `disk-full`, `output-failed`; a
 *   run that had begun is then kept as failed and can be resumed
 */
export async function startRun(options: StartRunOptions): Promise<FinishedRun> {
  const { data, configuration, initialWeights, runsFolder } = options
  const plan = planTraining(data, configuration)
  const weights =
    initialWeights && weightsForModel(plan.model, initialWeights.tensors, initialWeights.source)
  try {
    await makeFolder(runsFolder)
  } catch (cause) {
    throw writeError(runsFolder, cause)
  }
  await removeLeftovers(runsFolder)
  const now = new Date()
  const id = newRunId(architectureTitle(configuration.architecture), now)
  const record: RunRecord = {
    schema: RUN_SCHEMA,
    id,
    status: 'running',
    error: null,
    parent: null,
    group: groupOf(options.group, id),
    description: plan.description,
    datasetSource: data.source,
    initialWeights: initialWeights?.source ?? null,
    environment: options.environment,
    laterEnvironments: [],
    startedAt: now.toISOString(),
    endedAt: null,
    result: null,
  }
  const folder = join(runsFolder, id)
  await makeFolderAtomically(folder, async (temporary) => {
    const paths = runPaths(temporary)
    await mkdir(paths.checkpoints)
    await mkdir(paths.evaluations)
    if (initialWeights)
      await writeFileAtomically(paths.initial, safetensorsPieces(initialWeights.tensors, {}))
    await writeRunRecord(paths.record, record)
  })
  return performRun({
    ...options,
    folder,
    record,
    plan,
    start: { kind: 'fresh', weights },
  })
}

function groupOf(group: StartRunOptions['group'], id: RunId): RunGroup | null {
  if (group === undefined) return null
  return 'first' in group ? { id, position: 1, size: group.size } : group
}
