import { basename } from 'node:path'
import { GlyphlabError } from '../../core/errors'
import { systemErrorCode } from '../../core/files/file-error'

/** Why a file or folder of the user's cannot be taken in. */
export function fileProblem(path: string, cause: unknown): GlyphlabError {
  const code = systemErrorCode(cause)
  const why =
    code === 'ENOENT' ? 'is not there any more' : `cannot be read (${code ?? String(cause)})`
  return new GlyphlabError(
    'dataset-missing',
    `${basename(path)} ${why}`,
    'Drop or choose it again, from a place that you may read.',
    { cause },
  )
}
