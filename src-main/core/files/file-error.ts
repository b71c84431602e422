import { GlyphlabError } from '../errors'

/** The code of a failed system call, such as `ENOENT`; undefined for any other error. */
export function systemErrorCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string'
    ? error.code
    : undefined
}

/** A failed write as an error that says what to do: `disk-full` where that is the cause, else `output-failed`. */
export function writeError(path: string, cause: unknown): GlyphlabError {
  if (cause instanceof GlyphlabError) return cause
  const code = systemErrorCode(cause)
  if (code === 'ENOSPC' || code === 'EDQUOT')
    return new GlyphlabError('disk-full', `no space is left to write ${path}`, undefined, { cause })
  const reason = code ?? (cause instanceof Error ? cause.message : String(cause))
  return new GlyphlabError(
    'output-failed',
    `${path} cannot be written (${reason})`,
    hintFor(code),
    {
      cause,
    },
  )
}

function hintFor(code: string | undefined): string | undefined {
  switch (code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return 'Make the folder first, or name one that is there.'
    case 'EISDIR':
      return 'Name a file: there is a folder of that name.'
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return 'Name a place that you may write to.'
    default:
      return undefined
  }
}
