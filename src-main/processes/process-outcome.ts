import type { ErrorData } from '../../src-preload/contract/errors'
import { GlyphlabError, assertNever, errorData } from '../core/errors'

/** How a process ended. */
export type ProcessOutcome =
  /** By itself. */
  | { readonly kind: 'exited'; readonly code: number }
  /** Because it was asked to, however it went. */
  | { readonly kind: 'stopped' }
  /** By a fault in native code. */
  | { readonly kind: 'crashed'; readonly signal: NodeJS.Signals }
  /** By a SIGKILL that nobody here sent: the kernel's answer to too little memory, or a user's `kill -9`. */
  | { readonly kind: 'killed'; readonly possiblyOutOfMemory: true }
  /** It said what its schema does not know, and was ended for it. */
  | { readonly kind: 'misspoke'; readonly cause: Error }
  | { readonly kind: 'failed-to-start'; readonly cause: Error }

/**
 * The error behind an outcome, or null where there is none.
 *
 * @param name what the process is, as the user would call it: `training`
 * @param lastLines what it last wrote on standard error, oldest first
 */
export function processError(
  name: string,
  outcome: ProcessOutcome,
  lastLines: readonly string[],
): ErrorData | null {
  const lastLine = lastLines.at(-1)
  const said = lastLine === undefined ? '' : `; its last words: ${lastLine}`
  switch (outcome.kind) {
    case 'stopped':
      return null
    case 'exited':
      return outcome.code === 0
        ? null
        : crash(`The ${name} process ended with status ${outcome.code}${said}`)
    case 'crashed':
      return crash(`The ${name} process crashed (${outcome.signal})${said}`)
    case 'killed':
      return errorData(
        new GlyphlabError(
          'process-killed',
          `The ${name} process was killed, possibly out of memory${said}`,
        ),
      )
    case 'misspoke':
    case 'failed-to-start':
      return errorData(outcome.cause)
    default:
      return assertNever(outcome)
  }
}

function crash(message: string): ErrorData {
  return errorData(new GlyphlabError('process-crashed', message))
}
