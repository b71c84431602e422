import { describe, expect, test } from 'vitest'
import type { Job, JobId, JobLogEntry } from '../../src-preload/contract/job'
import { runIdSchema, type RunId } from '../../src-preload/contract/run'
import { MADE_RUN, madeJob, madeProgress, QUEUED, RUNNING, STOPPED } from './made-job.test-helper'
import {
  activeJob,
  MOST_LOG_ENTRIES,
  passedOverJob,
  progressOf,
  shownJob,
  stepOf,
  withChosen,
  withLog,
  withLogEntry,
  withProgress,
  withQueue,
  type TrainingState,
} from './training-state'

const stopped = madeJob(1, STOPPED)
const running = madeJob(2, RUNNING)
const queued = madeJob(3, QUEUED)
const later = madeJob(4, QUEUED)

const asking: TrainingState = { phase: 'asking' }
const known = (...jobs: Parameters<typeof withQueue>[1]['jobs']): TrainingState =>
  withQueue(asking, { jobs })

describe('the job that is shown', () => {
  test.each([
    ['nothing before the queue is known', asking, null],
    ['nothing where there is no job', known(), null],
    ['what is at work before what ended or waits', known(stopped, running, queued), running],
    ['what waits next where nothing is at work', known(stopped, queued, later), queued],
    ['what ended last where nothing waits', known(madeJob(9, STOPPED), stopped), stopped],
    ['the one that was chosen', withChosen(known(stopped, running), stopped.id), stopped],
    ['what is at work once the chosen one is gone', withChosen(known(running), queued.id), running],
  ])('is %s', (_, state, expected) => {
    expect(shownJob(state)).toEqual(expected)
  })

  test('is another one than what is at work where it was chosen', () => {
    expect(activeJob(withChosen(known(stopped, running), stopped.id))).toEqual(running)
  })
})

describe('a report', () => {
  test('replaces the one before', () => {
    const first = withProgress(known(running), madeProgress(running))
    const second = withProgress(first, madeProgress(running, { secondsElapsed: 11 }))
    expect(progressOf(second, running)?.secondsElapsed).toBe(11)
  })

  test('of an earlier attempt than the known one is refused', () => {
    const second = madeJob(2, RUNNING, { attempt: 2 })
    const state = known(second)
    expect(withProgress(state, madeProgress(running))).toBe(state)
  })

  test('of an attempt that the queue has not told yet counts from when it does', () => {
    const second = madeJob(2, RUNNING, { attempt: 2 })
    const early = withProgress(known(running), madeProgress(second))
    expect(progressOf(early, running)).toBeNull()
    expect(progressOf(withQueue(early, { jobs: [second] }), second)).not.toBeNull()
    expect(withProgress(early, madeProgress(running))).toBe(early)
  })

  test('of a job that is gone is refused', () => {
    const state = known(running)
    expect(withProgress(state, madeProgress(queued))).toBe(state)
  })

  test('goes with its job', () => {
    const state = withQueue(withProgress(known(running), madeProgress(running)), { jobs: [] })
    expect(progressOf(state, running)).toBeNull()
    expect(stepOf(state, running)).toBeNull()
  })

  test('of an evaluation keeps the latest step', () => {
    const doing = { kind: 'evaluating', part: 'validation', imagesDone: 1, images: 2 } as const
    const trained = withProgress(known(running), madeProgress(running))
    const evaluated = withProgress(trained, madeProgress(running, { doing }))
    expect(progressOf(evaluated, running)?.doing).toEqual(doing)
    expect(stepOf(evaluated, running)).toMatchObject({ epoch: 2, step: 50 })
  })
})

describe('a log', () => {
  const line = (second: number): JobLogEntry => ({
    time: `2026-01-01T00:00:${String(second).padStart(2, '0')}.000Z`,
    entry: { kind: 'output', line: `line ${second}` },
  })
  const logged = withLog(known(running, queued), { job: running.id, entries: [line(1), line(2)] })

  test('grows by the entries of its job alone', () => {
    const grown = withLogEntry(logged, { job: running.id, entry: line(3) })
    expect(grown).toMatchObject({ log: { entries: [line(1), line(2), line(3)] } })
    expect(withLogEntry(logged, { job: queued.id, entry: line(3) })).toBe(logged)
  })

  test('that is asked for again has each entry once, and what came meanwhile', () => {
    const grown = withLogEntry(logged, { job: running.id, entry: line(3) })
    const again = withLog(grown, { job: running.id, entries: [line(1), line(2)] })
    expect(again).toMatchObject({ log: { entries: [line(1), line(2), line(3)] } })
  })

  test('keeps the latest thousand', () => {
    let state = logged
    for (let count = 0; count < MOST_LOG_ENTRIES; count += 1)
      state = withLogEntry(state, { job: running.id, entry: line(3) })
    expect(state.phase === 'known' && state.log?.entries).toHaveLength(MOST_LOG_ENTRIES)
    expect(state).toMatchObject({ log: { entries: expect.not.arrayContaining([line(1)]) } })
  })
})

describe('a job that ended while another was shown', () => {
  const failed = (number: number, run: RunId | null): Job =>
    madeJob(number, {
      phase: 'failed',
      run,
      description: null,
      error: { code: 'process-killed', message: 'the process was killed', hint: '' },
    })
  const other = runIdSchema.parse('20260101-000000-tiny-efgh')
  const none: ReadonlySet<JobId> = new Set()

  test('is passed over once the next one has begun', () => {
    expect(passedOverJob(known(failed(3, other), running), none)?.id).toBe(failed(3, other).id)
  })

  test.each([
    ['that is shown', known(failed(3, other)), none],
    ['that was seen', known(failed(3, other), running), new Set([failed(3, other).id])],
    ['that was stopped', known(madeJob(3, STOPPED), running), none],
    ['whose run has gone on as another', known(failed(3, MADE_RUN), running), none],
  ])('is not, if it is one %s', (_, state, seen) => {
    expect(passedOverJob(state, seen)).toBeNull()
  })
})
