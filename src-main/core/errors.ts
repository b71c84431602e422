import { ERROR_HINTS, type ErrorCode, type ErrorData } from '../../src-preload/contract/errors'

/** What the core throws for anything a user can mend; every boundary turns it into {@link ErrorData}. */
export class GlyphlabError extends Error {
  override readonly name = 'GlyphlabError'

  constructor(
    readonly code: ErrorCode,
    message: string,
    readonly hint: string = ERROR_HINTS[code],
    options?: { cause?: unknown },
  ) {
    super(message, options)
  }
}

/** A fault of ours, not of the user: a check that should have held. */
export function internalError(message: string, cause?: unknown): GlyphlabError {
  return new GlyphlabError('internal', `internal: ${message}`, undefined, { cause })
}

/** Any thrown value as plain data; what is not a {@link GlyphlabError} becomes `internal`. */
export function errorData(thrown: unknown): ErrorData {
  const error =
    thrown instanceof GlyphlabError
      ? thrown
      : internalError(thrown instanceof Error ? thrown.message : String(thrown), thrown)
  return { code: error.code, message: error.message, hint: error.hint }
}

/** Ends an exhaustive `switch`: does not compile while a case is missing. */
export function assertNever(value: never): never {
  throw internalError(`unexpected value ${JSON.stringify(value)}`)
}
