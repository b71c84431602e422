import { hostname } from 'node:os'

/** Ends the name of a file or folder that is being written; what a kill leaves behind carries it. */
export const TEMPORARY_SUFFIX = '.tmp'

const HOST = hostname().replace(/[^\w-]/g, '-')

/** A name beside a path that no other process takes, on this machine or another. */
export function temporaryName(path: string): string {
  return `${path}.${HOST}.${process.pid}${TEMPORARY_SUFFIX}`
}

/** The process that gave a temporary name; null for any other name, and for those of other machines. */
export function processOfTemporaryName(name: string): number | null {
  const [, host, processId] = /\.([\w-]+)\.(\d+)\.tmp$/.exec(name) ?? []
  return host === HOST ? Number(processId) : null
}
