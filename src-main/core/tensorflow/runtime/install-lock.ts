import { dirname } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { breakLock, isGone, readLock, SILENT_MS, takeLock } from '../../files/lock-file'
import type { HeldLock } from '../../files/lock-file'
import { makeFolder } from '../../files/make-folder'
import type { ReportProgress } from './install-progress'

const POLL_MS = 300

export interface LockOptions {
  readonly onProgress?: ReportProgress | undefined
  readonly signal?: AbortSignal | undefined
  readonly silentMs?: number
}

/**
 * Runs `work` while holding a lock file, waiting for whoever holds it (reported as `waiting`).
 *
 * The lock spares double work, nothing more: should two processes ever both go on, the rename at the end
 * of an installation decides.
 *
 * @throws the signal's reason when aborted while waiting, and whatever `work` throws
 */
export async function withInstallLock<T>(
  lockFile: string,
  options: LockOptions,
  work: () => Promise<T>,
): Promise<T> {
  await makeFolder(dirname(lockFile))
  const lock = await acquire(lockFile, options)
  try {
    return await work()
  } finally {
    await lock.release()
  }
}

async function acquire(lockFile: string, options: LockOptions): Promise<HeldLock> {
  const { onProgress, signal, silentMs = SILENT_MS } = options
  let lastBeatMs = Number.NaN
  let lastHeardAt = performance.now()
  let reported = false
  for (;;) {
    signal?.throwIfAborted()
    const lock = await takeLock(lockFile)
    if (lock) return lock
    const found = await readLock(lockFile)
    if (found === undefined) continue
    // By this machine's clock, not by the one that stamps the files.
    if (found.beatMs !== lastBeatMs) {
      lastBeatMs = found.beatMs
      lastHeardAt = performance.now()
    }
    const silent = performance.now() - lastHeardAt > silentMs
    if (silent || (found.holder !== undefined && isGone(found.holder))) {
      await breakLock(lockFile, found)
      continue
    }
    if (!reported) onProgress?.({ phase: 'waiting', pid: found.holder?.pid })
    reported = true
    await sleep(POLL_MS, undefined, signal === undefined ? {} : { signal })
  }
}
