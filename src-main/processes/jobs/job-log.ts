import type { JobLogEntry } from '../../../src-preload/contract/job'

/** What a window that opens late is told. */
const KEPT_ENTRIES = 1000

/** The latest of what happened to a job. */
export class JobLog {
  #entries: JobLogEntry[] = []

  get entries(): readonly JobLogEntry[] {
    return this.#entries
  }

  add(entry: JobLogEntry['entry']): JobLogEntry {
    const added = { time: new Date().toISOString(), entry }
    this.#entries.push(added)
    if (this.#entries.length > KEPT_ENTRIES) this.#entries = this.#entries.slice(-KEPT_ENTRIES)
    return added
  }
}
