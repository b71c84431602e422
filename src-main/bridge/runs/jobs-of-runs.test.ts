import { expect, test } from 'vitest'
import { jobIdSchema, type JobId, type JobPhase } from '../../../src-preload/contract/job'
import { madeJob, RUN, STATES } from '../../../src-preload/contract/made-job.test-helper'
import { runIdSchema } from '../../../src-preload/contract/run'
import { forgetJobs, keptByJob, type RunJobs } from './jobs-of-runs'

const ANOTHER = runIdSchema.parse('another')

function jobsIn(...phases: readonly JobPhase[]) {
  const removed: JobId[] = []
  const all = phases.map((phase, at) => ({
    ...madeJob(STATES[phase]),
    id: jobIdSchema.parse(`00000000-0000-4000-8000-00000000000${at}`),
  }))
  const jobs: RunJobs = {
    queue: () => ({ jobs: all }),
    remove: (id) => void removed.push(id),
  }
  return { jobs, all, removed }
}

const IN_HAND = {
  queued: `${RUN} waits in the queue`,
  starting: `${RUN} is being trained`,
  running: `${RUN} is being trained`,
  pausing: `${RUN} is being trained`,
  paused: `${RUN} waits in the queue`,
  stopping: `${RUN} is being trained`,
  stopped: null,
  failed: null,
  finished: null,
} as const satisfies { readonly [Phase in JobPhase]: string | null }

test.each(Object.entries(IN_HAND))('a run whose job is %s: %s', (phase, message) => {
  const { jobs } = jobsIn(phase as JobPhase)
  expect(keptByJob(jobs, RUN)?.message ?? null).toBe(message)
  expect(keptByJob(jobs, ANOTHER)).toBeNull()
})

test('a run without a job may go', () => {
  expect(keptByJob(jobsIn().jobs, RUN)).toBeNull()
  expect(keptByJob(undefined, RUN)).toBeNull()
})

test('jobs that have ended on a run go with it', () => {
  const { jobs, all, removed } = jobsIn('finished', 'queued', 'failed')
  forgetJobs(jobs, [ANOTHER])
  expect(removed).toEqual([])
  forgetJobs(jobs, [ANOTHER, RUN])
  expect(removed).toEqual([all[0]?.id, all[2]?.id])
})
