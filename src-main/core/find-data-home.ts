import { constants } from 'node:fs'
import { access, stat, statfs } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { ErrorData } from '../../src-preload/contract/errors'
import { errorData, GlyphlabError } from './errors'
import { systemErrorCode } from './files/file-error'

/** Where runs and data sets are kept, and whether there is room; a folder that is not there yet is made on first need. */
export type DataHomeFinding =
  | { readonly ok: true; readonly folder: string; readonly freeBytes: number }
  | { readonly ok: false; readonly folder: string; readonly error: ErrorData }

/** Writes nothing: asks the system what it would say. */
export async function findDataHome(folder: string): Promise<DataHomeFinding> {
  const existing = await nearestExisting(folder)
  try {
    if (!(await stat(existing)).isDirectory())
      throw new GlyphlabError('output-failed', `${existing} is not a folder`, HINT)
    await access(existing, constants.W_OK | constants.X_OK)
    const { bavail, bsize } = await statfs(existing)
    return { ok: true, folder, freeBytes: bavail * bsize }
  } catch (cause) {
    if (cause instanceof GlyphlabError) return { ok: false, folder, error: errorData(cause) }
    const why = systemErrorCode(cause) ?? String(cause)
    const error = new GlyphlabError(
      'output-failed',
      `the data home ${folder} cannot be written (${why})`,
      HINT,
    )
    return { ok: false, folder, error: errorData(error) }
  }
}

const HINT = 'Set GLYPHLAB_HOME to a folder that you may write to.'

/** The folder itself, or the nearest above it that is there: that is where it would be made. */
async function nearestExisting(folder: string): Promise<string> {
  for (let at = folder; ; at = dirname(at)) {
    const isThere = await stat(at).then(
      () => true,
      (error: unknown) =>
        systemErrorCode(error) !== 'ENOENT' && systemErrorCode(error) !== 'ENOTDIR',
    )
    if (isThere || dirname(at) === at) return at
  }
}
