import { constants } from 'node:os'
import type { Details } from 'electron'
import { internalError } from '../core/errors'
import type { ProcessOutcome } from '../processes/process-outcome'

/** Why a process is gone, as Electron tells it. */
export type GoneReason = Details['reason']

/**
 * How a process ended that nobody asked to.
 *
 * @param code as `waitpid` gives it, or the code it exited with: Electron tells either
 * @param reason null where Electron has not told one
 */
export function endOfProcess(code: number, reason: GoneReason | null): ProcessOutcome {
  switch (reason) {
    case 'killed':
    case 'oom':
    case 'memory-eviction':
      return { kind: 'killed', possiblyOutOfMemory: true }
    case 'crashed':
      return { kind: 'crashed', signal: signalOf(code) ?? 'SIGSEGV' }
    case 'launch-failed':
    case 'integrity-failure':
      return { kind: 'failed-to-start', cause: internalError(`Electron says ${reason} (${code})`) }
    case 'clean-exit':
    case 'abnormal-exit':
      return { kind: 'exited', code: exitCodeOf(code) }
    case null:
      return untold(code)
  }
}

function untold(code: number): ProcessOutcome {
  const signal = signalOf(code)
  if (signal === null) return { kind: 'exited', code: exitCodeOf(code) }
  if (signal === 'SIGKILL') return { kind: 'killed', possiblyOutOfMemory: true }
  return { kind: 'crashed', signal }
}

/** A status of `waitpid` has the signal in its low bits, and 128 beside it where memory was dumped. */
function signalOf(code: number): NodeJS.Signals | null {
  if (code < 2 || code > 0xff) return null
  const found = Object.entries(constants.signals).find(([, number]) => number === (code & 0x7f))
  return found === undefined ? null : (found[0] as NodeJS.Signals)
}

/** A status of `waitpid` has the exit code in its second byte. */
function exitCodeOf(code: number): number {
  return code > 0xff && code <= 0xffff && (code & 0xff) === 0 ? code >> 8 : code
}
