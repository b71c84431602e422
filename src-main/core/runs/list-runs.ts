import { existsSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { ErrorData } from '../../../src-preload/contract/errors'
import {
  runNotesSchema,
  type RunNotes,
  type RunRecord,
  type RunStatus,
} from '../../../src-preload/contract/run'
import { errorData, GlyphlabError } from '../errors'
import { TEMPORARY_SUFFIX } from '../files/temporary-name'
import { systemErrorCode } from '../files/file-error'
import type { BestEpoch } from '../training/best-epoch'
import { lastMetadataSchema, readCheckpointMetadata } from './checkpoint'
import { readJsonFile } from './read-json'
import { runPaths, type RunPaths } from './run-folder'
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
  /** Why the user's notes cannot be read; null where they can, or where there are none. */
  readonly notesError: ErrorData | null
}

/**
 * The user's notes to a run; null where there are none.
 * @throws GlyphlabError `run-damaged` or `run-newer`
 */
export function readNotes({ notes }: RunPaths): RunNotes | null {
  return readJsonFile(notes, runNotesSchema)
}

/** A folder that holds a run which cannot be read. */
export interface UnreadableRun {
  readonly ok: false
  readonly folder: string
  readonly error: ErrorData
}

/** What a list needs of a checkpoint: a tenth of it, since hundreds may be read. */
const progressSchema = lastMetadataSchema.pick({ epoch: true, stopping: true })

/**
 * Every run of a folder of runs, the latest first, then those that cannot be read. A folder that is not
 * there holds none.
 */
export async function listRuns(runsFolder: string): Promise<(ListedRun | UnreadableRun)[]> {
  const names = await runFolderNames(runsFolder)
  const runs = await Promise.all(names.map((name) => readListed(join(runsFolder, name))))
  const readable = runs.filter((run) => run?.ok === true)
  const unreadable = runs.filter((run) => run?.ok === false)
  // By the clock in the record: names follow the user's, which is put back once a year.
  readable.sort((a, b) => b.record.startedAt.localeCompare(a.record.startedAt))
  return [...readable, ...unreadable]
}

/** A run, or why it cannot be read; null for any other folder, which is none of ours. */
export async function readListed(folder: string): Promise<ListedRun | UnreadableRun | null> {
  try {
    return await readRun(folder)
  } catch (error) {
    const isMissing = error instanceof GlyphlabError && error.code === 'run-missing'
    if (isMissing && !existsSync(runPaths(folder).last)) return null
    return { ok: false, folder, error: errorData(isMissing ? withoutRecord(folder) : error) }
  }
}

function withoutRecord(folder: string): GlyphlabError {
  return new GlyphlabError('run-damaged', `${folder} has checkpoints, and no run.json`)
}

function notesOrWhyNot(paths: RunPaths): Pick<ListedRun, 'notes' | 'notesError'> {
  // Most runs have none, and a failed read costs ten times this.
  if (!existsSync(paths.notes)) return { notes: null, notesError: null }
  try {
    return { notes: readNotes(paths), notesError: null }
  } catch (error) {
    return { notes: null, notesError: errorData(error) }
  }
}

/** @throws GlyphlabError `run-missing`, `run-damaged` or `run-newer`, of `run.json` */
export async function readRun(folder: string): Promise<ListedRun> {
  const paths = runPaths(folder)
  const record = readRunRecord(paths)
  const read = { ok: true, folder, record, ...notesOrWhyNot(paths) } as const
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

/** Names of the folders that may hold a run, the last first by their letters. */
export async function runFolderNames(runsFolder: string): Promise<string[]> {
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
