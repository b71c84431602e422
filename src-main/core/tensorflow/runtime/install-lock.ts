import { mkdir, open, readFile, rm, stat, utimes } from 'node:fs/promises'
import { hostname } from 'node:os'
import { dirname } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import type { ReportProgress } from './install-progress'

const HEARTBEAT_MS = 5_000
/** A holder on another machine, or of a reused process id, counts as dead when silent for so long. */
const SILENT_MS = 60_000
const POLL_MS = 300

const holderSchema = z.object({ pid: z.number().int().positive(), host: z.string() })
type Holder = z.infer<typeof holderSchema>

export interface LockOptions {
  readonly onProgress?: ReportProgress | undefined
  readonly signal?: AbortSignal | undefined
  readonly silentMs?: number
}

/**
 * Runs `work` while holding a lock file, waiting for whoever holds it (reported as `waiting`).
 *
 * The lock spares double work, nothing more: two processes that steal a dead holder's lock in the same
 * instant may both go on, and then the rename at the end of an installation decides.
 *
 * @throws the signal's reason when aborted while waiting, and whatever `work` throws
 */
export async function withInstallLock<T>(
  lockFile: string,
  options: LockOptions,
  work: () => Promise<T>,
): Promise<T> {
  await mkdir(dirname(lockFile), { recursive: true })
  await acquire(lockFile, options)
  const heartbeat = setInterval(() => {
    const now = new Date()
    // A missed beat costs nothing; a vanished lock file is found out by its new holder.
    utimes(lockFile, now, now).catch(() => undefined)
  }, HEARTBEAT_MS)
  heartbeat.unref()
  try {
    return await work()
  } finally {
    clearInterval(heartbeat)
    await rm(lockFile, { force: true })
  }
}

async function acquire(lockFile: string, options: LockOptions): Promise<void> {
  const { onProgress, signal, silentMs = SILENT_MS } = options
  let lastBeat = Number.NaN
  let lastHeardAt = performance.now()
  let reported = false
  for (;;) {
    signal?.throwIfAborted()
    if (await createLock(lockFile)) return
    const state = await readLock(lockFile)
    if (state === undefined) continue
    if (state.beat !== lastBeat) {
      lastBeat = state.beat
      lastHeardAt = performance.now()
    }
    const silent = performance.now() - lastHeardAt > silentMs
    if (silent || (state.holder !== undefined && isDead(state.holder))) {
      await rm(lockFile, { force: true })
      continue
    }
    if (!reported) onProgress?.({ phase: 'waiting', pid: state.holder?.pid })
    reported = true
    await sleep(POLL_MS, undefined, signal === undefined ? {} : { signal })
  }
}

async function createLock(lockFile: string): Promise<boolean> {
  const holder: Holder = { pid: process.pid, host: hostname() }
  try {
    const file = await open(lockFile, 'wx')
    await file.writeFile(JSON.stringify(holder))
    await file.close()
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}

/** Undefined when the lock is gone by now; no holder when it is not (yet) written whole. */
async function readLock(
  lockFile: string,
): Promise<{ readonly holder: Holder | undefined; readonly beat: number } | undefined> {
  try {
    const { mtimeMs } = await stat(lockFile)
    const text = await readFile(lockFile, 'utf8')
    return { holder: parseHolder(text), beat: mtimeMs }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

function parseHolder(text: string): Holder | undefined {
  try {
    return holderSchema.parse(JSON.parse(text))
  } catch {
    return undefined
  }
}

function isDead(holder: Holder): boolean {
  return holder.host === hostname() && !isAlive(holder.pid)
}

/** Whether a process of this machine is there. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
