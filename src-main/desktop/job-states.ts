import type { Job, JobPhase, JobProgress, JobQueue } from '../../src-preload/contract/job'
import { hasEnded } from '../../src-preload/contract/job-transition'

/** Whether a job in this phase computes, or will by itself: a paused one waits for the user. */
const IS_BUSY: { readonly [Phase in JobPhase]: boolean } = {
  queued: true,
  starting: true,
  running: true,
  pausing: true,
  paused: false,
  stopping: true,
  stopped: false,
  failed: false,
  finished: false,
}

/** The jobs that compute or will by themselves: what waits behind a paused one waits for the user, too. */
export function busyJobs({ jobs }: JobQueue): readonly Job[] {
  const isHeldUp = (device: string) =>
    jobs.some((job) => job.device === device && job.state.phase === 'paused')
  return jobs.filter(
    ({ state, device }) => IS_BUSY[state.phase] && !(state.phase === 'queued' && isHeldUp(device)),
  )
}

/** The jobs that have ended between two states of the queue. */
export function endedBetween(before: JobQueue, now: JobQueue): readonly Job[] {
  return now.jobs.filter(
    ({ id, state }) =>
      hasEnded(state) && before.jobs.some((job) => job.id === id && !hasEnded(job.state)),
  )
}

/** How much of a run is done, from 0 to 1; null while that is not known. */
export function shareDone({ state }: Job, { doing }: JobProgress): number | null {
  if (doing.kind !== 'training' || !('description' in state)) return null
  const { description } = state
  if (description === null) return null
  const { stepsPerEpoch, configuration } = description
  const epochsDone = doing.epoch - 1 + doing.step / Math.max(stepsPerEpoch, 1)
  return Math.min(epochsDone / configuration.epochs, 1)
}
