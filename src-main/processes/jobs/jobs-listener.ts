import type { EventPayload } from '../../../src-preload/contract/bridge/events'
import type { JobProgress, JobQueue } from '../../../src-preload/contract/job'

/** Who is told what happens to jobs. */
export interface JobsListener {
  /** The whole list, after whatever changed in it. */
  queue(queue: JobQueue): void
  /** At most ten a second of a job. */
  progress(progress: JobProgress): void
  /** Each of them. */
  epoch(epoch: EventPayload<'training.epoch'>): void
  log(entry: EventPayload<'training.log'>): void
  /** A run has begun, ended or goes on; of its epochs `epoch` tells. */
  runsChanged(): void
  /** A message that came too late, and was passed over. */
  refused?(why: string): void
  /** What of the queue could not be restored or kept. */
  queueFault?(fault: string): void
}
