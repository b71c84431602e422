import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { lstat, realpath, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { RunId } from '../../../src-preload/contract/run'
import { GlyphlabError } from '../errors'
import { syncFolder } from '../files/atomic-write'
import { despiteFullDisk } from '../files/despite-full-disk'
import { systemErrorCode, writeError } from '../files/file-error'
import { makeFolder } from '../files/make-folder'
import { namesIn } from '../files/names-in'
import { renamePatiently } from '../files/rename-patiently'
import { temporaryName } from '../files/temporary-name'
import { runPaths } from './run-folder'
import { holdNotes, holdRun, isRunLocked } from './run-lock'

/** Where a data home keeps what was deleted and can still be brought back. */
export function trashFolder(home: string): string {
  return join(home, 'trash')
}

/** What was deleted, each by the name that it had. */
export function deletedRuns(home: string): string {
  return join(trashFolder(home), 'runs')
}

/**
 * Moves a run of the data home to its trash, at once and whole, so that nothing is lost by a kill. One that was
 * deleted before under the same name is kept there under another.
 *
 * @throws GlyphlabError `run-missing`; `run-locked` where a process works on it; `output-failed` where it cannot
 *   be moved, also since it lies on another disk
 */
export async function deleteRun(home: string, run: RunId): Promise<void> {
  const folder = join(home, 'runs', run)
  const { record, last } = runPaths(folder)
  if (!existsSync(record) && !existsSync(last)) throw missing(`there is no run ${run}`)
  const target = join(deletedRuns(home), run)
  // Of a link, which leads nowhere from another place.
  const paths = runPaths(await realpath(folder))
  await despiteFullDisk(
    (work) => holdRun(paths, () => holdNotes(paths, work)),
    async () => {
      try {
        await makeFolder(dirname(target))
        await setAside(target)
        await move(folder, target)
      } catch (cause) {
        throw cannotMove(folder, cause)
      }
      // They went along, and would be held as long as this process is there.
      const { lock, notesLock } = runPaths(target)
      await Promise.all([lock, notesLock].map((path) => rm(path, { force: true })))
    },
    () => isRunLocked(paths),
  )
}

/**
 * Brings a run back from the trash of the data home.
 * @throws GlyphlabError `run-missing`; `output-failed` where its place is taken, or it cannot be moved
 */
export async function restoreRun(home: string, run: RunId): Promise<void> {
  const source = join(deletedRuns(home), run)
  const folder = join(home, 'runs', run)
  if (!(await isThere(source))) throw missing(`there is no run ${run} in the trash`)
  if (await isThere(folder)) throw taken(run)
  try {
    await makeFolder(dirname(folder))
    await move(source, folder)
  } catch (cause) {
    // By another process, meanwhile.
    const isTaken = ['ENOTEMPTY', 'EEXIST'].includes(systemErrorCode(cause) ?? '')
    throw isTaken ? taken(run) : cannotMove(source, cause)
  }
}

/**
 * Removes for good what was deleted, and what emptying it before has left.
 * @throws GlyphlabError `output-failed`
 */
export async function emptyTrash(home: string): Promise<void> {
  const trash = trashFolder(home)
  const deleted = deletedRuns(home)
  try {
    // At once: half a run could not be brought back.
    const aside = temporaryName(`${deleted}.${randomUUID()}`)
    await renamePatiently(deleted, aside).catch((error: unknown) => {
      if (systemErrorCode(error) !== 'ENOENT') throw error
    })
    for (const name of await namesIn(trash))
      // Whatever else lies there is none of ours.
      if (name.startsWith('runs.'))
        await rm(join(trash, name), { recursive: true, force: true, maxRetries: 5 })
  } catch (cause) {
    throw writeError(trash, cause)
  }
}

async function move(from: string, to: string): Promise<void> {
  await renamePatiently(from, to)
  await syncFolder(dirname(to))
  await syncFolder(dirname(from))
}

/** Gives what was deleted before under this name the first number that is free. */
async function setAside(path: string): Promise<void> {
  if (!(await isThere(path))) return
  for (let number = 1; ; number++) {
    const aside = `${path}~${number}`
    if (await isThere(aside)) continue
    await renamePatiently(path, aside)
    return
  }
}

/** Whether anything is there, be it a link that leads nowhere. */
async function isThere(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    () => false,
  )
}

function missing(message: string): GlyphlabError {
  return new GlyphlabError('run-missing', message)
}

function taken(run: RunId): GlyphlabError {
  return new GlyphlabError(
    'output-failed',
    `there is another run ${run} by now`,
    'Rename that folder, then bring this one back.',
  )
}

function cannotMove(folder: string, cause: unknown): GlyphlabError {
  if (systemErrorCode(cause) !== 'EXDEV') return writeError(folder, cause)
  return new GlyphlabError(
    'output-failed',
    `${folder} lies on another disk than the trash`,
    'Remove the folder by hand, or move it.',
    { cause },
  )
}
