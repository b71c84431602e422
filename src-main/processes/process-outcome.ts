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
  const words = lastWords(lastLines)
  const said = words === undefined ? '' : `; its last words: ${words}`
  const ended = (how: string) => {
    const isOutOfMemory = lastLines.some((line) => LACKS_MEMORY.test(line))
    const [code, what] = isOutOfMemory
      ? (['out-of-memory', 'ran out of memory'] as const)
      : (['process-crashed', how] as const)
    return errorData(new GlyphlabError(code, `The ${name} process ${what}${said}`))
  }
  switch (outcome.kind) {
    case 'stopped':
      return null
    case 'exited':
      return outcome.code === 0 ? null : ended(`ended with status ${outcome.code}`)
    case 'crashed':
      return ended(`crashed (${outcome.signal})`)
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

/** What TensorFlow, the C++ library and V8 say before they give up. */
const LACKS_MEMORY =
  /ResourceExhausted|RESOURCE_EXHAUSTED|bad_alloc|heap out of memory|Cannot allocate/

/** Lines of a stack, and the version that Node signs with. */
const IS_TRAIL = /^\s*(at |\d+: 0x|0x|-{3,}|Node\.js v|\^)/

/** The line that names the fault, rather than those that come after it. */
function lastWords(lines: readonly string[]): string | undefined {
  const telling = lines.filter((line) => !IS_TRAIL.test(line))
  return telling.findLast((line) => /error|fatal|terminate|abort/i.test(line)) ?? telling.at(-1)
}
