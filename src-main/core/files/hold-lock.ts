import { dirname } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { GlyphlabError } from '../errors'
import { writeError } from './file-error'
import {
  breakLock,
  isGone,
  readLock,
  SILENT_MS,
  takeLock,
  type HeldLock,
  type LockHolder,
} from './lock-file'
import { makeFolder } from './make-folder'

const ASKED_AGAIN_MS = 100

export interface HoldLockOptions {
  readonly signal?: AbortSignal | undefined
  /** Told once, where another process holds the lock; its holder, where that is known. */
  readonly onWaiting?: ((holder: LockHolder | undefined) => void) | undefined
  /** How long to wait for another process; without end where left out. */
  readonly patienceMs?: number | undefined
  /** A holder that has not shown itself for so long counts as gone. */
  readonly silentMs?: number | undefined
  /** Whether the folder of the lock is made where there is none; it is where left out. */
  readonly makesFolder?: boolean | undefined
}

/**
 * Works while no other process holds the lock: waits for whoever does, and takes over from one that is gone.
 *
 * @throws GlyphlabError `output-failed` where another one holds it for longer than the patience lasts, that
 *   or `disk-full` where there can be no lock; the signal's reason when aborted while waiting; whatever
 *   `work` throws
 */
export async function holdLock<T>(
  path: string,
  work: () => Promise<T>,
  options: HoldLockOptions = {},
): Promise<T> {
  const lock = await lockWhenFree(path, options)
  try {
    return await work()
  } finally {
    await lock.release()
  }
}

async function lockWhenFree(path: string, options: HoldLockOptions): Promise<HeldLock> {
  const { signal, onWaiting, patienceMs = Infinity, silentMs = SILENT_MS } = options
  const { makesFolder = true } = options
  const beganMs = performance.now()
  // By this machine's clock, not by the one that stamps the files.
  let [lastBeatMs, lastHeardMs] = [NaN, beganMs]
  let isTold = false
  for (;;) {
    signal?.throwIfAborted()
    const found = await takeOrFind(path, makesFolder)
    if (found === undefined) continue
    if (!('beatMs' in found)) return found
    const nowMs = performance.now()
    if (found.beatMs !== lastBeatMs) [lastBeatMs, lastHeardMs] = [found.beatMs, nowMs]
    const { holder } = found
    if (nowMs - lastHeardMs > silentMs || (holder !== undefined && isGone(holder))) {
      await breakLock(path, found)
      continue
    }
    if (nowMs - beganMs > patienceMs) throw busy(path, holder)
    if (!isTold) onWaiting?.(holder)
    isTold = true
    await delay(Math.min(ASKED_AGAIN_MS, patienceMs, silentMs), undefined, { signal })
  }
}

/** The lock, or who has it; undefined where its holder has just let go. */
async function takeOrFind(path: string, makesFolder: boolean) {
  try {
    if (makesFolder) await makeFolder(dirname(path))
    return (await takeLock(path)) ?? (await readLock(path))
  } catch (cause) {
    throw writeError(path, cause)
  }
}

function busy(path: string, holder: LockHolder | undefined): GlyphlabError {
  const { pid, host } = holder ?? { pid: 'unknown', host: 'unknown' }
  return new GlyphlabError(
    'output-failed',
    `another process holds ${path} (process ${pid} on ${host})`,
    'Wait until it has ended; where it is long gone, remove the file.',
  )
}
