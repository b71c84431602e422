import { existsSync } from 'node:fs'
import { basename } from 'node:path'
import type { Result } from '../../../src-preload/contract/bridge/requests'
import type { RunEntry } from '../../../src-preload/contract/bridge/run-requests'
import { runIdSchema, type RunStatus } from '../../../src-preload/contract/run'
import { architectureTitle } from '../models/architectures'
import { lastMetadataSchema, readCheckpointMetadata } from './checkpoint'
import { listRuns, type ListedRun } from './list-runs'
import { runPaths } from './run-folder'

const secondsSchema = lastMetadataSchema.pick({ seconds: true })

/**
 * The runs of a folder of runs as a window lists them, the latest first, each by the name of its folder, and
 * how many cannot be read.
 */
export async function runEntries(runsFolder: string): Promise<Result<'runs.list'>> {
  const listed = await listRuns(runsFolder)
  const readable = listed.filter((run) => run.ok)
  const entries = await Promise.all(readable.map(entryOf))
  const runs = entries.filter((entry) => entry !== null)
  return { runs, unreadable: listed.length - runs.length }
}

/** Null where the folder has a name that no window can ask for. */
async function entryOf({
  folder,
  record,
  status,
  epochsDone,
  best,
}: ListedRun): Promise<RunEntry | null> {
  const id = runIdSchema.safeParse(basename(folder))
  if (!id.success) return null
  const { last } = runPaths(folder)
  const trained = await readCheckpointMetadata(last, secondsSchema).catch(() => null)
  const { description, startedAt, error, result } = record
  return {
    ...{ run: id.data, status, startedAt, description, epochsDone, error },
    title: architectureTitle(description.configuration.architecture),
    best: best && { epoch: best.epoch, loss: best.loss, accuracy: best.accuracy },
    test: result?.test ?? null,
    seconds: trained?.seconds ?? null,
    isResumable: canGoOn(status) && existsSync(last),
  }
}

/** One that says it is running has a process at work. */
function canGoOn(status: RunStatus): boolean {
  return status === 'interrupted' || status === 'failed'
}
