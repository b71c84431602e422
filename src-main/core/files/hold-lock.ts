import { setTimeout as delay } from 'node:timers/promises'
import { writeError } from './file-error'
import { breakLock, isHeld, readLock, takeLock, type LockHolder } from './lock-file'

const ASKED_AGAIN_MS = 100

export interface HoldLockOptions {
  readonly signal?: AbortSignal | undefined
  /** Told as long as another process holds the lock, again and again. */
  readonly onWaiting?: ((holder: LockHolder | undefined) => void) | undefined
}

/**
 * Works while no other process holds the lock: waits for it, however long that takes, and takes over that
 * of a process that is gone.
 *
 * @throws GlyphlabError `disk-full` or `output-failed` where there can be no lock; the signal's reason when
 *   aborted; whatever `work` throws
 */
export async function holdLock<T>(
  path: string,
  work: () => Promise<T>,
  { signal, onWaiting }: HoldLockOptions = {},
): Promise<T> {
  const lock = await lockWhenFree(path, { signal, onWaiting })
  try {
    return await work()
  } finally {
    await lock.release()
  }
}

async function lockWhenFree(path: string, { signal, onWaiting }: HoldLockOptions) {
  for (;;) {
    signal?.throwIfAborted()
    try {
      const held = await takeLock(path)
      if (held !== null) return held
      const found = await readLock(path)
      if (found === undefined) continue
      if (!isHeld(found)) {
        await breakLock(path, found)
        continue
      }
      onWaiting?.(found.holder)
    } catch (cause) {
      throw writeError(path, cause)
    }
    await delay(ASKED_AGAIN_MS, undefined, { signal })
  }
}
