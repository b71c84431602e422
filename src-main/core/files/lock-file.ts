import { randomUUID } from 'node:crypto'
import { constants, readFileSync } from 'node:fs'
import { copyFile, link, lstat, rm, utimes, writeFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { z } from 'zod'
import { GlyphlabError } from '../errors'
import { faultPoint } from './fault-point'
import { systemErrorCode, writeError } from './file-error'
import { readTextFile } from './read-text'
import { renamePatiently } from './rename-patiently'
import { temporaryName } from './temporary-name'

const HEARTBEAT_MS = 5_000
/** A holder on another machine, or of a reused process id, counts as gone when silent for so long. */
export const SILENT_MS = 60_000

const holderSchema = z.object({
  pid: z.int().positive(),
  host: z.string(),
  /** Tells one holding from another, whoever holds. */
  token: z.string().default(''),
  /** Of the process, as {@link processStatus} tells it; null where the system does not. */
  startedAt: z.string().nullable().default(null),
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
 * It appears whole, so that a kill leaves none that says nothing; and since it is all there is, it also
 * holds between machines on one file system.
 */
export async function takeLock(path: string): Promise<HeldLock | null> {
  const holder: LockHolder = {
    pid: process.pid,
    host: hostname(),
    token: randomUUID(),
    startedAt: processStatus(process.pid)?.startedAt ?? null,
  }
  const aside = temporaryName(`${path}.${holder.token}`)
  try {
    faultPoint('create', path)
    await writeFile(aside, JSON.stringify(holder))
    faultPoint('rename', path)
    if (!(await linkedOrMoved(aside, path))) return null
  } finally {
    await rm(aside, { force: true }).catch(() => undefined)
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

/**
 * Undefined where there is no lock.
 * @throws GlyphlabError `output-failed` for a folder, a link or a pipe in its place: nobody who holds a lock
 *   made it, and a link to nowhere would be neither there nor to be made
 */
export async function readLock(path: string): Promise<FoundLock | undefined> {
  try {
    const found = await lstat(path)
    if (!found.isFile())
      throw new GlyphlabError('output-failed', `${path} is no file`, 'Remove it: it is no lock.')
    return { holder: parseHolder(readTextFile(path)), beatMs: found.mtimeMs }
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return undefined
    throw writeError(path, error)
  }
}

/** Whether the holder is known to be gone: its process on this machine has ended. */
export function isGone(holder: LockHolder): boolean {
  if (holder.host !== hostname()) return false
  const startedAt = processStatus(holder.pid)?.startedAt ?? null
  const isAnother =
    startedAt !== null && holder.startedAt !== null && startedAt !== holder.startedAt
  return isAnother || !isAlive(holder.pid)
}

/**
 * Whether a lock is held by somebody who is there, or was until a minute ago. One who is known to be there
 * may be silent for longer: a step of training can take minutes.
 */
export function isHeld({ holder, beatMs }: FoundLock): boolean {
  if (holder !== undefined && isGone(holder)) return false
  const isKnown = holder?.host === hostname() && holder.startedAt !== null
  return isKnown || Date.now() - beatMs < SILENT_MS
}

/** Removes a lock whose holder is gone. Of several that do so at once none removes the lock that another took since. */
export async function breakLock(path: string, { holder }: FoundLock): Promise<void> {
  const aside = temporaryName(`${path}.${randomUUID()}`)
  try {
    await renamePatiently(path, aside)
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return
    throw error
  }
  const moved = await readLock(aside)
  if (moved?.holder?.token !== holder?.token) await linkedOrMoved(aside, path)
  await rm(aside, { force: true })
}

/** Gives a file another name, unless that is taken; where there are no links, by a copy. False where it is. */
async function linkedOrMoved(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to).catch(async (error: unknown) => {
      if (systemErrorCode(error) === 'EEXIST') throw error
      await copyFile(from, to, constants.COPYFILE_EXCL)
    })
    return true
  } catch (error) {
    if (systemErrorCode(error) === 'EEXIST') return false
    throw error
  }
}

/** What Linux says of a process; null where there is none, and on other systems. */
interface ProcessStatus {
  /** In ticks since the system did: tells it from a later one of the same id. */
  readonly startedAt: string | null
  /** It has ended, and whoever should have taken notice has not yet: in a container perhaps nobody ever does. */
  readonly isZombie: boolean
}

function processStatus(pid: number): ProcessStatus | null {
  try {
    // The name in brackets may hold anything; the 22nd field of the whole is the 20th behind it.
    const [, text = ''] = /^.*\)(.*)$/s.exec(readFileSync(`/proc/${pid}/stat`, 'latin1')) ?? []
    const fields = text.trim().split(' ')
    return { startedAt: fields[19] ?? null, isZombie: fields[0] === 'Z' || fields[0] === 'X' }
  } catch {
    return null
  }
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
    return processStatus(pid)?.isZombie !== true
  } catch (error) {
    return systemErrorCode(error) === 'EPERM'
  }
}
