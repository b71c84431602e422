import type { Job, JobLogEntry, JobProgress } from '../../../src-preload/contract/job'
import { JobLog } from './job-log'

/** What a report says of a step. */
export type StepReport = Extract<JobProgress['doing'], { kind: 'training' }>

/** A job, and all that is known of it besides. */
export class TrackedJob {
  /** The latest report of the process that works on it, or did last. */
  progress: JobProgress | null = null
  /** The step that was reported last, by whichever process. */
  lastStep: StepReport | undefined
  readonly #log: JobLog

  /** @param earlier of the same run, whose log goes on */
  constructor(
    public job: Job,
    earlier?: TrackedJob,
  ) {
    this.#log = earlier === undefined ? new JobLog() : earlier.#log
  }

  get log(): readonly JobLogEntry[] {
    return this.#log.entries
  }

  note(entry: JobLogEntry['entry']): JobLogEntry {
    return this.#log.add(entry)
  }
}
