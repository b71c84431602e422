import { GlyphlabError } from '../errors'
import { breakLock, isHeld, readLock, takeLock, type HeldLock } from '../files/lock-file'
import { writeError } from '../files/file-error'
import type { RunPaths } from './run-folder'

/**
 * Takes a run for this process.
 * @throws GlyphlabError `run-locked` where another one works on it
 */
export async function lockRun({ lock, folder }: RunPaths): Promise<HeldLock> {
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
          `another process works on ${folder} (process ${pid} on ${host})`,
        )
      }
      await breakLock(lock, found)
    }
  } catch (cause) {
    throw writeError(lock, cause)
  }
}

/** Whether a process works on the run now. */
export async function isRunLocked({ lock }: RunPaths): Promise<boolean> {
  const found = await readLock(lock)
  return found !== undefined && isHeld(found)
}
