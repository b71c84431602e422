import { randomUUID } from 'node:crypto'
import { open, readFile, rename, rm, stat, utimes, type FileHandle } from 'node:fs/promises'
import { hostname } from 'node:os'
import { z } from 'zod'
import { systemErrorCode } from './file-error'

const HEARTBEAT_MS = 5_000
/** A holder on another machine, or of a reused process id, counts as gone when silent for so long. */
export const SILENT_MS = 60_000

const holderSchema = z.object({
  pid: z.int().positive(),
  host: z.string(),
  /** Tells one holding from another, whoever holds. */
  token: z.string().default(''),
})
export type LockHolder = z.infer<typeof holderSchema>

/** A lock that this process holds. */
export interface HeldLock {
  /** False once another process has taken it over, having found this one silent for a minute. */
  isStillHeld(): Promise<boolean>
  release(): Promise<void>
}

/** What lies at the place of a lock; no holder where it is not written whole. */
export interface FoundLock {
  readonly holder: LockHolder | undefined
  /** When its holder last showed itself, milliseconds since 1970. */
  readonly beatMs: number
}

/**
 * Takes a lock: a file that names its holder and is touched every few seconds. Null where somebody has it.
 * The file is the only thing written, so a lock also holds between machines on one file system.
 */
export async function takeLock(path: string): Promise<HeldLock | null> {
  const holder: LockHolder = { pid: process.pid, host: hostname(), token: randomUUID() }
  let file: FileHandle
  try {
    file = await open(path, 'wx')
  } catch (error) {
    if (systemErrorCode(error) === 'EEXIST') return null
    throw error
  }
  try {
    await file.writeFile(JSON.stringify(holder))
  } catch (error) {
    // On a full disk: an empty lock would hold everybody off for a minute.
    await rm(path, { force: true }).catch(() => undefined)
    throw error
  } finally {
    await file.close()
  }
  const isStillHeld = async () => (await readLock(path))?.holder?.token === holder.token
  const heartbeat = setInterval(() => {
    const now = new Date()
    // A missed beat costs nothing.
    utimes(path, now, now).catch(() => undefined)
  }, HEARTBEAT_MS)
  heartbeat.unref()
  return {
    isStillHeld,
    release: async () => {
      clearInterval(heartbeat)
      if (await isStillHeld()) await rm(path, { force: true })
    },
  }
}

/** Undefined where there is no lock. */
export async function readLock(path: string): Promise<FoundLock | undefined> {
  try {
    const { mtimeMs } = await stat(path)
    return { holder: parseHolder(await readFile(path, 'utf8')), beatMs: mtimeMs }
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return undefined
    throw error
  }
}

/** Whether the holder is known to be gone: its process on this machine has ended. */
export function isGone(holder: LockHolder): boolean {
  return holder.host === hostname() && !isAlive(holder.pid)
}

/** Whether a lock is held by somebody who is there, or was until a minute ago. */
export function isHeld({ holder, beatMs }: FoundLock): boolean {
  return (holder === undefined || !isGone(holder)) && Date.now() - beatMs < SILENT_MS
}

/** Removes a lock whose holder is gone. Of several that do so at once none removes the lock that another took since. */
export async function breakLock(path: string, { holder }: FoundLock): Promise<void> {
  const aside = `${path}.${randomUUID()}`
  try {
    await rename(path, aside)
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return
    throw error
  }
  const moved = await readLock(aside)
  if (moved?.holder?.token !== holder?.token) await rename(aside, path)
  else await rm(aside, { force: true })
}

function parseHolder(text: string): LockHolder | undefined {
  try {
    return holderSchema.parse(JSON.parse(text))
  } catch {
    return undefined
  }
}

/** Whether a process of this machine is there. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return systemErrorCode(error) === 'EPERM'
  }
}
