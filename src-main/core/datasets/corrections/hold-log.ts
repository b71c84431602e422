import { setTimeout as sleep } from 'node:timers/promises'
import { GlyphlabError } from '../../errors'
import { writeError } from '../../files/file-error'
import { breakLock, isHeld, readLock, takeLock, type HeldLock } from '../../files/lock-file'

/** A correction is written within milliseconds. */
const POLL_MS = 20
const PATIENCE_MS = 10_000

export interface HoldLogOptions {
  /** How long to wait for another process. */
  readonly patienceMs?: number | undefined
  readonly signal?: AbortSignal | undefined
}

/**
 * Writes to a log of corrections while no other process does, waiting for one that is at it.
 * @throws GlyphlabError `output-failed` where another one holds it for long, or it cannot be locked; what
 *   `work` throws; the signal's reason when aborted while waiting
 */
export async function holdLog<T>(
  path: string,
  work: () => Promise<T>,
  { patienceMs = PATIENCE_MS, signal }: HoldLogOptions = {},
): Promise<T> {
  const lock = await lockFor(path, `${path}.lock`, performance.now() + patienceMs, signal)
  try {
    return await work()
  } finally {
    await lock.release()
  }
}

async function lockFor(
  path: string,
  lockFile: string,
  untilMs: number,
  signal: AbortSignal | undefined,
): Promise<HeldLock> {
  for (;;) {
    signal?.throwIfAborted()
    try {
      const lock = await takeLock(lockFile)
      if (lock) return lock
      const found = await readLock(lockFile)
      if (found === undefined) continue
      if (!isHeld(found)) {
        await breakLock(lockFile, found)
        continue
      }
      if (performance.now() >= untilMs) {
        const { pid, host } = found.holder ?? { pid: 'unknown', host: 'unknown' }
        throw new GlyphlabError(
          'output-failed',
          `another process writes to ${path} (process ${pid} on ${host})`,
          `Wait until it has ended; where it is long gone, remove ${lockFile}.`,
        )
      }
    } catch (cause) {
      throw writeError(lockFile, cause)
    }
    await sleep(POLL_MS, undefined, signal === undefined ? {} : { signal })
  }
}
