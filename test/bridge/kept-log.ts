import type { Log } from '../../src-main/bridge/log'
import { logLine } from '../../src-main/bridge/log-line'

/** A log that a test can read. */
export interface KeptLog extends Log {
  /** `level area: message` of each entry, oldest first. */
  readonly lines: readonly string[]
  /** With its details, as the file has it. */
  readonly whole: () => string
}

export function keptLog(): KeptLog {
  const lines: string[] = []
  const whole: string[] = []
  return {
    lines,
    whole: () => whole.join(''),
    write: (level, area, message, details) => {
      lines.push(`${level} ${area}: ${message}`)
      whole.push(logLine({ level, area, message, details }))
    },
  }
}
