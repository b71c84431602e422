import { join } from 'node:path'
import { GlyphlabError } from '../errors'
import { breakLock, isHeld, readLock, takeLock, type HeldLock } from '../files/lock-file'
import { writeError } from '../files/file-error'
import type { RunPaths } from './run-folder'

/** @throws GlyphlabError `run-locked` where another process works on it */
async function lockFor(subject: string, lock: string): Promise<HeldLock> {
  try {
    for (;;) {
      const held = await takeLock(lock)
      if (held) return held
      const found = await readLock(lock)
      if (found === undefined) continue
      if (isHeld(found)) {
        const { pid, host } = found.holder ?? { pid: 'unknown', host: 'unknown' }
        throw new GlyphlabError(
          'run-locked',
          `another process works on ${subject} (process ${pid} on ${host})`,
        )
      }
      await breakLock(lock, found)
    }
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
 * @throws GlyphlabError `run-locked`
 */
export async function requireHeld(lock: HeldLock, { folder }: RunPaths): Promise<void> {
  if (await lock.isStillHeld()) return
  throw new GlyphlabError('run-locked', `another process has taken over ${folder}`)
}

/** Whether a process works on the run now. */
export async function isRunLocked({ lock }: RunPaths): Promise<boolean> {
  const found = await readLock(lock)
  return found !== undefined && isHeld(found)
}
