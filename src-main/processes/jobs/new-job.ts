import { randomUUID } from 'node:crypto'
import {
  jobIdSchema,
  type Job,
  type JobState,
  type JobTask,
} from '../../../src-preload/contract/job'

/** A job that no process has worked on yet. */
export function newJob(
  task: JobTask,
  state: JobState,
  createdAt: string = new Date().toISOString(),
): Job {
  return {
    id: jobIdSchema.parse(randomUUID()),
    device: 'cpu',
    ...{ task, attempt: 0, state, createdAt },
  }
}
