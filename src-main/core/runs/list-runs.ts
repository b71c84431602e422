import { existsSync } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import { join, resolve, sep } from 'node:path'
import type { ErrorData } from '../../../src-preload/contract/errors'
import {
  runNotesSchema,
  type RunNotes,
  type RunRecord,
  type RunStatus,
} from '../../../src-preload/contract/run'
import { errorData, GlyphlabError } from '../errors'
import { TEMPORARY_SUFFIX } from '../files/atomic-write'
import { systemErrorCode } from '../files/file-error'
import type { BestEpoch } from '../training/best-epoch'
import { lastMetadataSchema, readCheckpointMetadata } from './checkpoint'
import { readJsonFile } from './read-json'
import { runPaths } from './run-folder'
import { isRunLocked } from './run-lock'
import { readRunRecord } from './run-record'

/** A run as a list shows it. */
export interface ListedRun {
  readonly ok: true
  readonly folder: string
  readonly record: RunRecord
  /** As the record says, but `interrupted` where no process works on a run that says it is running. */
  readonly status: RunStatus
  readonly epochsDone: number
  readonly best: BestEpoch | null
  readonly notes: RunNotes | null
}

/** A folder that holds a run which cannot be read. */
export interface UnreadableRun {
  readonly ok: false
  readonly folder: string
  readonly error: ErrorData
}

/** What a list needs of a checkpoint: a tenth of it, since hundreds may be read. */
const progressSchema = lastMetadataSchema.pick({ epoch: true, stopping: true })

/** Every run of a folder of runs, the latest first. A folder that is not there holds none. */
export async function listRuns(runsFolder: string): Promise<(ListedRun | UnreadableRun)[]> {
  const names = await folderNames(runsFolder)
  const runs = await Promise.all(
    names.map(async (name): Promise<ListedRun | UnreadableRun | null> => {
      const folder = join(runsFolder, name)
      try {
        return await readRun(folder)
      } catch (error) {
        // Any other folder that lies there is none of ours.
        if (error instanceof GlyphlabError && error.code === 'run-missing') return null
        return { ok: false, folder, error: errorData(error) }
      }
    }),
  )
  return runs.filter((run) => run !== null)
}

/** @throws GlyphlabError `run-missing`, `run-damaged` or `run-newer` */
export async function readRun(folder: string): Promise<ListedRun> {
  const paths = runPaths(folder)
  const record = await readRunRecord(paths)
  // Most runs have none, and a failed read costs ten times this.
  const notes = existsSync(paths.notes) ? await readJsonFile(paths.notes, runNotesSchema) : null
  const read = { ok: true, folder, record, notes } as const
  if (record.result) {
    const { bestEpoch: epoch, validation, epochsDone } = record.result
    return { ...read, status: record.status, epochsDone, best: { epoch, ...validation } }
  }
  const isOrphan = record.status === 'running' && !(await isRunLocked(paths))
  const last = await readCheckpointMetadata(paths.last, progressSchema).catch(() => null)
  return {
    ...read,
    status: isOrphan ? 'interrupted' : record.status,
    epochsDone: last?.epoch ?? 0,
    best: last?.stopping.best ?? null,
  }
}

/**
 * The folder of the run that a word names: a path, a run's id, the beginning or the end of one, or `last`.
 * @throws GlyphlabError `run-missing`, listing what the word could mean
 */
export async function findRun(runsFolder: string, word: string, base: string): Promise<string> {
  const path = resolve(base, word)
  if (word.includes(sep) || word.includes('/') || (await isFolder(join(runsFolder, word))))
    return word.includes(sep) || word.includes('/') ? path : join(runsFolder, word)
  const names = (await listRuns(runsFolder)).map(({ folder }) => folder)
  const [latest] = names
  if (word === 'last' && latest !== undefined) return latest
  const id = (folder: string) => folder.slice(folder.lastIndexOf(sep) + 1)
  const matching = names.filter(
    (folder) => id(folder).startsWith(word) || id(folder).endsWith(`-${word}`),
  )
  const [only, ...others] = matching
  if (only !== undefined && others.length === 0) return only
  const problem =
    only === undefined
      ? `there is no run ${word} in ${runsFolder}`
      : `${word} could mean ${matching.slice(0, 4).map(id).join(', ')}${matching.length > 4 ? ', …' : ''}`
  throw new GlyphlabError('run-missing', problem)
}

async function folderNames(runsFolder: string): Promise<string[]> {
  try {
    const entries = await readdir(runsFolder, { withFileTypes: true })
    return entries
      .filter(({ name }) => !name.startsWith('.') && !name.endsWith(TEMPORARY_SUFFIX))
      .filter((entry) => entry.isDirectory() || entry.isSymbolicLink())
      .map(({ name }) => name)
      .sort()
      .reverse()
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return []
    const reason = systemErrorCode(error) ?? String(error)
    throw new GlyphlabError('run-missing', `${runsFolder} cannot be read (${reason})`, undefined, {
      cause: error,
    })
  }
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  )
}
