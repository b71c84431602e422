import { rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { syncFolder } from './atomic-write'
import { faultPoint } from './fault-point'
import { systemErrorCode, writeError } from './file-error'
import { holdLock } from './hold-lock'
import { isFolder } from './is-folder'
import { renamePatiently } from './rename-patiently'
import { temporaryName } from './temporary-name'

/** Ends the name of a whole folder that is about to take the place of another. */
export const NEXT_SUFFIX = '.next'

/**
 * Gives a folder, whole and flushed, its place, where another may be that gives way. A kill at any instant
 * leaves the old folder or the new one once {@link finishReplacement} has been called for the place.
 *
 * @throws GlyphlabError `disk-full` or `output-failed`
 */
export async function replaceFolder(fresh: string, path: string): Promise<void> {
  const next = path + NEXT_SUFFIX
  try {
    // Where another process decided for its own in between, that one takes its place first.
    do await finishReplacement(path)
    while (!(await renameUnlessTaken(fresh, next)))
    await finishReplacement(path)
  } catch (cause) {
    throw writeError(path, cause)
  }
}

/**
 * Ends what {@link replaceFolder} had decided before it was killed; does nothing where all is in order. Any
 * number of processes may do so at once.
 * @throws GlyphlabError `disk-full` or `output-failed`, or the system's error
 */
export async function finishReplacement(path: string): Promise<void> {
  const next = path + NEXT_SUFFIX
  if (!(await isFolder(next))) return
  await holdLock(`${next}.lock`, async () => {
    // By now another process may have done it.
    if (!(await isFolder(next))) return
    const old = temporaryName(path)
    faultPoint('rename', old)
    await renameIfThere(path, old)
    faultPoint('rename', path)
    await renamePatiently(next, path)
    await syncFolder(dirname(path))
    // Windows keeps files there for a moment that are still being read.
    await rm(old, { recursive: true, force: true, maxRetries: 5 })
  })
}

/** Whether the place was free. */
async function renameUnlessTaken(from: string, to: string): Promise<boolean> {
  try {
    faultPoint('rename', to)
    await renamePatiently(from, to)
    return true
  } catch (error) {
    const code = systemErrorCode(error)
    if (code === 'ENOTEMPTY' || code === 'EEXIST') return false
    // Windows says so, and of much else.
    if (code === 'EPERM' && (await isFolder(to))) return false
    throw error
  }
}

async function renameIfThere(from: string, to: string): Promise<void> {
  await renamePatiently(from, to).catch((error: unknown) => {
    if (systemErrorCode(error) !== 'ENOENT') throw error
  })
}
