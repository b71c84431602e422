import { rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { syncFolder } from '../files/atomic-write'
import { faultPoint } from '../files/fault-point'
import { systemErrorCode, writeError } from '../files/file-error'
import { renamePatiently } from '../files/rename-patiently'
import { temporaryName } from '../files/temporary-name'

/**
 * Removes the folder of a data set, at once as everybody sees it: it is renamed first.
 * @returns whether there was one
 * @throws GlyphlabError `output-failed`
 */
export async function removeDatasetFolder(folder: string): Promise<boolean> {
  const old = temporaryName(folder)
  try {
    faultPoint('rename', old)
    await renamePatiently(folder, old)
    await syncFolder(dirname(folder))
    // Windows keeps files there for a moment that are still being read.
    await rm(old, { recursive: true, force: true, maxRetries: 5 })
    return true
  } catch (cause) {
    if (systemErrorCode(cause) === 'ENOENT') return false
    throw writeError(folder, cause)
  }
}
