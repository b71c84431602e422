import { expect, test } from 'vitest'
import type { JobPhase, JobProgress } from '../../src-preload/contract/job'
import { madeJob, RUN, STATES } from '../../src-preload/contract/made-job.test-helper'
import { busyJobs, endedBetween, shareDone } from './job-states'
import { runEndedNotice } from './run-ended'

const queueOf = (phase: JobPhase) => ({ jobs: [madeJob(STATES[phase])] })
const PHASES = Object.keys(STATES) as JobPhase[]

test('what computes, or will by itself, is busy', () => {
  const busy = PHASES.filter((phase) => busyJobs(queueOf(phase)).length === 1)
  expect(busy).toEqual(['queued', 'starting', 'running', 'pausing', 'stopping'])
})

test('what waits behind a paused job is not busy', () => {
  const waiting = madeJob(STATES.queued)
  expect(busyJobs({ jobs: [madeJob(STATES.paused), waiting] })).toEqual([])
  expect(busyJobs({ jobs: [madeJob(STATES.running), waiting] })).toHaveLength(2)
})

test('an end is told once, of a job that was there', () => {
  const ended = ['stopped', 'failed', 'finished']
  for (const phase of PHASES) {
    const isEnd = ended.includes(phase) ? 1 : 0
    expect(endedBetween(queueOf('running'), queueOf(phase))).toHaveLength(isEnd)
    expect(endedBetween(queueOf(phase), queueOf(phase))).toEqual([])
    expect(endedBetween({ jobs: [] }, queueOf(phase))).toEqual([])
  }
})

test('an end has words, and nothing else', () => {
  const notices = PHASES.map((phase) => runEndedNotice(madeJob(STATES[phase])))
  expect(notices.filter((notice) => notice !== null)).toEqual([
    { title: 'Training was stopped', body: 'What it has done is kept: the run can be resumed.' },
    { title: 'Training failed', body: 'too little' },
    { title: 'Training has ended', body: '90.00 % of the test part of strokes' },
  ])
})

const progress = (doing: JobProgress['doing']): JobProgress => ({
  job: madeJob(STATES.running).id,
  attempt: 1,
  run: RUN,
  doing,
  imagesPerSecond: null,
  secondsElapsed: 0,
  secondsLeft: null,
  memoryBytes: null,
  points: [],
})
const MEASURES = { loss: 1, accuracy: 0, learningRate: 0.1 }

// Three epochs of 90 steps.
test.each([
  [1, 0, 0],
  [2, 45, 0.5],
  [3, 90, 1],
  [4, 90, 1],
])('in epoch %i after %i steps, %d of it is done', (epoch, step, share) => {
  const told = progress({ kind: 'training', epoch, step, ...MEASURES })
  expect(shareDone(madeJob(STATES.running), told)).toBe(share)
})

test('how much is done is not known while it measures, or waits', () => {
  const measuring = progress({ kind: 'evaluating', part: 'test', imagesDone: 1, images: 2 })
  const training = progress({ kind: 'training', epoch: 1, step: 1, ...MEASURES })
  expect(shareDone(madeJob(STATES.running), measuring)).toBeNull()
  const unknown = { ...STATES.starting, run: null, description: null }
  expect(shareDone(madeJob(unknown), training)).toBeNull()
})
