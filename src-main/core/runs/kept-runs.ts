import { createHash } from 'node:crypto'
import { join } from 'node:path'
import type { Result } from '../../../src-preload/contract/bridge/requests'
import { runIdSchema } from '../../../src-preload/contract/run'
import type { ErrorData } from '../../../src-preload/contract/errors'
import { errorData, GlyphlabError } from '../errors'
import { fileStamp } from '../files/file-stamp'
import { readListed, runFolderNames } from './list-runs'
import { entryOf, groupsOf, type ReadEntry } from './run-entries'
import { runPaths, type RunPaths } from './run-folder'
import { isRunLocked } from './run-lock'

interface Unreadable {
  readonly name: string
  readonly error: ErrorData
}

interface KeptRun {
  readonly stamp: string
  /** Null for a folder that is no run. Never rejects. */
  readonly read: Promise<ReadEntry | Unreadable | null>
}

/**
 * The runs of a folder of runs as windows list them. Runs come and change from outside, too; what has been read
 * is kept, and read again only where its files have changed.
 */
export class KeptRuns {
  #folder: string | null = null
  #kept: ReadonlyMap<string, KeptRun> = new Map()

  /**
   * The latest first, and apart from them what cannot be read. A folder that is not there holds none.
   * @param known the stamp of a list that the asker has
   */
  async list(runsFolder: string, known: string | null): Promise<Result<'runs.list'>> {
    const names = await runFolderNames(runsFolder)
    const stamps = await Promise.all(names.map((name) => runStamp(join(runsFolder, name))))
    const found = names.flatMap((name, at) => {
      const stamp = stamps[at] ?? null
      return stamp === null ? [] : [{ name, stamp }]
    })
    const stamp = createHash('sha256').update(JSON.stringify(found)).digest('base64url')
    if (stamp === known) return { kind: 'unchanged' }
    const before = this.#folder === runsFolder ? this.#kept : new Map<string, KeptRun>()
    const kept = new Map(
      found.map(({ name, stamp: now }): [string, KeptRun] => {
        const same = before.get(name)
        if (same?.stamp === now) return [name, same]
        return [name, { stamp: now, read: readEntry(runsFolder, name) }]
      }),
    )
    this.#folder = runsFolder
    this.#kept = kept
    const read = await Promise.all([...kept.values()].map((run) => run.read))
    const runs = read.filter((run) => run !== null && 'entry' in run)
    // By the clock in the record: names follow the user's, which is put back once a year.
    runs.sort((a, b) => b.entry.startedAt.localeCompare(a.entry.startedAt))
    return {
      kind: 'list',
      stamp,
      runs: runs.map(({ entry }) => entry),
      groups: groupsOf(runs),
      unreadable: read.filter((run) => run !== null && 'error' in run),
    }
  }
}

async function readEntry(runsFolder: string, name: string): Promise<ReadEntry | Unreadable | null> {
  try {
    const listed = await readListed(join(runsFolder, name))
    if (listed === null) return null
    if (!listed.ok) return { name, error: listed.error }
    const id = runIdSchema.safeParse(name)
    return id.success ? await entryOf(listed, id.data) : { name, error: errorData(unnamable(name)) }
  } catch (thrown) {
    return { name, error: errorData(thrown) }
  }
}

function unnamable(name: string): GlyphlabError {
  return new GlyphlabError(
    'run-damaged',
    `the folder ${name} has a name that a run cannot have`,
    'Rename it: no dot first, 128 characters at most, and none of \\ : * ? " < > |.',
  )
}

/** What changes when anything does that a list tells of a run; null where there is none. */
async function runStamp(folder: string): Promise<string | null> {
  const paths = runPaths(folder)
  const [record, last] = [fileStamp(paths.record), fileStamp(paths.last)]
  if (record === null && last === null) return null
  const isLocked = fileStamp(paths.lock) !== null && (await isLockHeld(paths))
  return JSON.stringify([record, last, fileStamp(paths.notes), isLocked])
}

/** Whether a process is there also tells a run that was killed from one that is at work. */
async function isLockHeld(paths: RunPaths): Promise<boolean | string> {
  return isRunLocked(paths).catch((error: unknown) => errorData(error).message)
}
