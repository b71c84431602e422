import type { Job, JobId, JobPhase } from '../../../src-preload/contract/job'
import type { KeptJob } from './queue-file'

/** Whether a job in this phase is there again after a restart: what has ended, or was asked to, is not. */
const STAYS: { readonly [Phase in JobPhase]: boolean } = {
  queued: true,
  starting: true,
  running: true,
  pausing: true,
  paused: true,
  stopping: false,
  stopped: false,
  failed: false,
  finished: false,
}

export function stays({ state }: Job): boolean {
  return STAYS[state.phase]
}

/**
 * What is kept of jobs.
 * @param cutShort those that only the end of the session has stopped
 */
export function keptJobs(jobs: readonly Job[], cutShort: ReadonlySet<JobId>): KeptJob[] {
  const isStopped = ({ state }: Job) => state.phase === 'stopping' || state.phase === 'stopped'
  return jobs
    .filter((job) => stays(job) || (isStopped(job) && cutShort.has(job.id)))
    .map(({ task, device, state: { run }, createdAt }) => ({ task, device, run, createdAt }))
}
