import type { Log } from './log'

/** What nobody caught, by Node's names for it. */
const KINDS = ['uncaughtException', 'unhandledRejection'] as const

/** What tells of them: this process. */
type Source = Pick<NodeJS.EventEmitter, 'on' | 'off'>

/**
 * Writes down what nobody catches, and goes on: a fault in one place must not end the runs. Returns what
 * ends it.
 */
export function logFaults(log: Log, area: string, source: Source = process): () => void {
  const listeners = KINDS.map((kind) => {
    const listener = (fault: unknown) => logFault(log, area, kind, fault)
    source.on(kind, listener)
    return [kind, listener] as const
  })
  return () => {
    for (const [kind, listener] of listeners) source.off(kind, listener)
  }
}

/** A fault of ours, with its place. @param what it was, in front of its message */
export function logFault(log: Log, area: string, what: string, fault: unknown): void {
  const { message, stack } = fault instanceof Error ? fault : new Error(String(fault))
  log.write('error', area, `${what}: ${message}`, { stack })
}
