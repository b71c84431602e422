import { join } from 'node:path'
import { GlyphlabError } from '../errors'
import { holdLock } from '../files/hold-lock'
import { isHeld, readLock, type HeldLock } from '../files/lock-file'
import { writeError } from '../files/file-error'
import { isFolder } from '../files/is-folder'
import { takeUnlessHeld } from '../files/take-unless-held'
import type { RunPaths } from './run-folder'

/** @throws GlyphlabError `run-locked` where another process works on it */
async function lockFor(subject: string, lock: string): Promise<HeldLock> {
  try {
    const taken = await takeUnlessHeld(lock)
    if (taken.ok) return taken.lock
    const { pid, host } = taken.holder ?? { pid: 'unknown', host: 'unknown' }
    throw new GlyphlabError(
      'run-locked',
      `another process works on ${subject} (process ${pid} on ${host})`,
    )
  } catch (cause) {
    throw writeError(lock, cause)
  }
}

/**
 * Works on a run that no other process may touch meanwhile.
 * @throws GlyphlabError `run-locked` where another one works on it, or whatever `work` throws
 */
export async function holdRun<T>(
  { lock, folder }: RunPaths,
  work: (lock: HeldLock) => Promise<T>,
): Promise<T> {
  return holding(await lockFor(folder, lock), work)
}

/** Writing a file takes a moment: who takes longer has come to harm. */
const NOTES_PATIENCE_MS = 5_000

/**
 * Works while nobody else changes the notes of a run, which may train meanwhile. No folder is made for it: a run
 * that was deleted is not there.
 * @throws GlyphlabError `output-failed`, also where another process holds them for too long, or whatever `work` throws
 */
export async function holdNotes<T>({ notesLock }: RunPaths, work: () => Promise<T>): Promise<T> {
  return holdLock(notesLock, work, { patienceMs: NOTES_PATIENCE_MS, makesFolder: false })
}

/**
 * Completes a group that no other process completes meanwhile.
 * @throws GlyphlabError `run-locked` where another one does, or whatever `work` throws
 */
export async function holdGroup<T>(
  runsFolder: string,
  group: string,
  work: () => Promise<T>,
): Promise<T> {
  return holding(await lockFor(`the group ${group}`, join(runsFolder, `.${group}.lock`)), work)
}

async function holding<T>(lock: HeldLock, work: (lock: HeldLock) => Promise<T>): Promise<T> {
  try {
    return await work(lock)
  } finally {
    await lock.release()
  }
}

/**
 * A process that slept for minutes may find that another one has gone on with its run: from then on it
 * writes nothing more.
 * @throws GlyphlabError `run-locked`, or `run-missing` where its folder is gone
 */
export async function requireHeld(lock: HeldLock, { folder }: RunPaths): Promise<void> {
  if (await lock.isStillHeld()) return
  // A disk that was unplugged, or a folder that was moved away: nobody else is at work.
  if (!(await isFolder(folder)))
    throw new GlyphlabError(
      'run-missing',
      `${folder} is no longer there`,
      'Bring it back to its place, then resume the run.',
    )
  throw new GlyphlabError('run-locked', `another process has taken over ${folder}`)
}

/** Whether a process works on the run now. */
export async function isRunLocked({ lock }: RunPaths): Promise<boolean> {
  const found = await readLock(lock)
  return found !== undefined && isHeld(found)
}
