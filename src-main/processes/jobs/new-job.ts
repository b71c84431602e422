import { randomUUID } from 'node:crypto'
import {
  jobIdSchema,
  type Device,
  type Job,
  type JobState,
  type JobTask,
} from '../../../src-preload/contract/job'

/** A job that no process has worked on yet. */
export function newJob(
  task: JobTask,
  state: JobState,
  device: Device,
  createdAt: string = new Date().toISOString(),
): Job {
  return {
    id: jobIdSchema.parse(randomUUID()),
    ...{ device, task, attempt: 0, state, createdAt },
  }
}
