import { hasEnded } from '../../../src-preload/contract/job-transition'
import type { ErrorData } from '../../../src-preload/contract/errors'
import type { RunId } from '../../../src-preload/contract/run'
import { errorData, GlyphlabError } from '../../core/errors'
import type { TrainingJobs } from '../../processes/jobs/job-queue'

/** What of the training jobs concerns who deletes a run. */
export type RunJobs = Pick<TrainingJobs, 'queue' | 'remove'>

/** Why a run must stay: it is in the queue, and has not ended. Null where it may go. */
export function keptByJob(jobs: RunJobs | undefined, run: RunId): ErrorData | null {
  const job = jobs?.queue().jobs.find(({ state }) => state.run === run && !hasEnded(state))
  if (job === undefined) return null
  return errorData(
    new GlyphlabError(
      'job-refused',
      job.state.phase === 'paused' || job.state.phase === 'queued'
        ? `${run} waits in the queue`
        : `${run} is being trained`,
      'Stop it or take it out of the queue, then delete it.',
    ),
  )
}

/** Takes the jobs of runs that are gone out of the list: nothing can be gone on with. */
export function forgetJobs(jobs: RunJobs | undefined, runs: readonly RunId[]): void {
  for (const { id, state } of jobs?.queue().jobs ?? [])
    if (state.run !== null && runs.includes(state.run) && hasEnded(state)) jobs?.remove(id)
}
