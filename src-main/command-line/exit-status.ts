import type { ErrorCode } from '../../src-preload/contract/errors'

/** Every status a `glyphlab` command ends with. */
export const EXIT_STATUS = {
  done: 0,
  failed: 1,
  wrongUsage: 2,
  /** By Ctrl-C or a request to terminate (128 + SIGINT, as shells count). */
  interrupted: 130,
} as const

export type ExitStatus = (typeof EXIT_STATUS)[keyof typeof EXIT_STATUS]

export function exitStatusOf(code: ErrorCode): ExitStatus {
  return code === 'usage' ? EXIT_STATUS.wrongUsage : EXIT_STATUS.failed
}
