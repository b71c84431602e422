import { describe, expect, test } from 'vitest'
import { jobStateSchema, type JobPhase, type JobState } from './job'
import {
  canDo,
  holdsDevice,
  nextJob,
  nextJobState,
  resumableRun,
  type JobEvent,
} from './job-transition'
import { DESCRIPTION, FAULT, madeJob, RESULT, RUN, STATES } from './made-job.test-helper'

/** Every event, by a name that a line of the table can hold. */
const EVENTS = {
  take: { type: 'take' },
  pause: { type: 'pause' },
  resume: { type: 'resume' },
  stopAfterStep: { type: 'stop', after: 'step' },
  stopAfterEpoch: { type: 'stop', after: 'epoch' },
  remove: { type: 'remove' },
  move: { type: 'move' },
  started: {
    ...{ type: 'started', run: RUN, description: DESCRIPTION },
    ...{ epochsBefore: 0, stepsBefore: 0 },
  },
  interrupted: { type: 'interrupted' },
  finished: { type: 'finished', reason: 'stopped-early', result: RESULT },
  failed: { type: 'failed', error: FAULT },
  endedInOrder: { type: 'process-ended', error: null },
  crashed: { type: 'process-ended', error: FAULT },
} as const satisfies Readonly<Record<string, JobEvent>>
type EventKey = keyof typeof EVENTS

/** Null: refused. `gone`: the job leaves the list. Stopping is told with what it waits for. */
type Cell = JobPhase | 'stopping-step' | 'stopping-epoch' | 'gone' | null

const TABLE: { readonly [Phase in JobPhase]: { readonly [Key in EventKey]: Cell } } = {
  queued: {
    ...{ take: 'starting', pause: null, resume: null, stopAfterStep: null, stopAfterEpoch: null },
    ...{ remove: 'gone', move: 'queued' },
    ...{ started: null, interrupted: null, finished: null, failed: null },
    ...{ endedInOrder: null, crashed: null },
  },
  starting: {
    ...{ take: null, pause: 'pausing', resume: null },
    ...{ stopAfterStep: 'stopping-step', stopAfterEpoch: 'stopping-epoch' },
    ...{ remove: null, move: null },
    ...{ started: 'running', interrupted: null, finished: null, failed: 'failed' },
    ...{ endedInOrder: 'failed', crashed: 'failed' },
  },
  running: {
    ...{ take: null, pause: 'pausing', resume: null },
    ...{ stopAfterStep: 'stopping-step', stopAfterEpoch: 'stopping-epoch' },
    ...{ remove: null, move: null },
    ...{ started: null, interrupted: 'stopping-step', finished: 'finished', failed: 'failed' },
    ...{ endedInOrder: 'failed', crashed: 'failed' },
  },
  pausing: {
    ...{ take: null, pause: null, resume: null },
    ...{ stopAfterStep: 'stopping-step', stopAfterEpoch: 'stopping-step' },
    ...{ remove: null, move: null },
    ...{ started: 'pausing', interrupted: 'pausing', finished: 'finished', failed: 'failed' },
    ...{ endedInOrder: 'paused', crashed: 'failed' },
  },
  paused: {
    ...{ take: null, pause: null, resume: 'starting' },
    ...{ stopAfterStep: 'stopped', stopAfterEpoch: 'stopped' },
    ...{ remove: 'gone', move: null },
    ...{ started: null, interrupted: null, finished: null, failed: null },
    ...{ endedInOrder: null, crashed: null },
  },
  // After an epoch; after a step there is nothing sharper to ask for, see below.
  stopping: {
    ...{ take: null, pause: null, resume: null },
    ...{ stopAfterStep: 'stopping-step', stopAfterEpoch: null },
    ...{ remove: null, move: null },
    ...{ started: 'stopping-epoch', interrupted: 'stopping-epoch' },
    ...{ finished: 'finished', failed: 'failed' },
    ...{ endedInOrder: 'stopped', crashed: 'failed' },
  },
  stopped: {
    ...{ take: null, pause: null, resume: null, stopAfterStep: null, stopAfterEpoch: null },
    ...{ remove: 'gone', move: null },
    ...{ started: null, interrupted: null, finished: null, failed: null },
    ...{ endedInOrder: null, crashed: null },
  },
  failed: {
    ...{ take: null, pause: null, resume: null, stopAfterStep: null, stopAfterEpoch: null },
    ...{ remove: 'gone', move: null },
    ...{ started: null, interrupted: null, finished: null, failed: null },
    ...{ endedInOrder: 'failed', crashed: 'failed' },
  },
  finished: {
    ...{ take: null, pause: null, resume: null, stopAfterStep: null, stopAfterEpoch: null },
    ...{ remove: 'gone', move: null },
    ...{ started: null, interrupted: null, finished: null, failed: null },
    ...{ endedInOrder: 'finished', crashed: 'finished' },
  },
}

const phases = Object.keys(STATES) as JobPhase[]
const keys = Object.keys(EVENTS) as EventKey[]

function cellOf(state: JobState, event: JobEvent): Cell {
  const next = nextJobState(state, event)
  if (!next.ok) return null
  if (next.state === null) return 'gone'
  return next.state.phase === 'stopping' ? `stopping-${next.state.after}` : next.state.phase
}

describe.each(phases)('a job that is %s', (phase) => {
  test.each(keys)('on %s becomes what the table says', (key) => {
    expect(cellOf(STATES[phase], EVENTS[key])).toBe(TABLE[phase][key])
  })

  test.each(keys)('after %s is of the form of the contract', (key) => {
    const next = nextJobState(STATES[phase], EVENTS[key])
    if (next.ok && next.state !== null) expect(jobStateSchema.parse(next.state)).toEqual(next.state)
    if (!next.ok) expect(next.why).toBe(`${EVENTS[key].type} is not possible while it is ${phase}`)
  })
})

describe('what is known of a run', () => {
  test.each(phases.filter((phase) => phase !== 'running' && phase !== 'finished'))(
    'stays known from %s on',
    (phase) => {
      for (const key of keys) {
        const next = nextJobState(STATES[phase], EVENTS[key])
        if (next.ok && next.state !== null)
          expect(next.state).toMatchObject({ run: RUN, description: DESCRIPTION })
      }
    },
  )

  test.each(['pausing', 'stopping'] as const)('comes with a start while it is %s', (phase) => {
    const before = { ...STATES[phase], run: null, description: null }
    expect(nextJobState(before, EVENTS.started)).toEqual({ ok: true, state: STATES[phase] })
  })
})

describe('a run that had not begun', () => {
  const unbegun = { run: null, description: null }

  test.each(['starting', 'pausing', 'stopping'] as const)(
    'cannot finish while it is %s',
    (phase) => {
      expect(cellOf({ ...STATES[phase], ...unbegun }, EVENTS.finished)).toBeNull()
    },
  )

  test('is paused and taken up again without a run', () => {
    const paused = nextJobState({ phase: 'pausing', ...unbegun }, EVENTS.endedInOrder)
    expect(paused).toEqual({ ok: true, state: { phase: 'paused', ...unbegun } })
    expect(nextJobState({ phase: 'paused', ...unbegun }, EVENTS.resume)).toEqual({
      ok: true,
      state: { phase: 'starting', ...unbegun },
    })
  })
})

test('stopping after the step can be asked for once', () => {
  const stopping = { ...STATES.stopping, after: 'step' } as const
  expect(cellOf(stopping, EVENTS.stopAfterStep)).toBeNull()
  expect(cellOf(stopping, EVENTS.stopAfterEpoch)).toBeNull()
})

test('a process that ends without a word is an error of its own', () => {
  expect(nextJobState(STATES.running, EVENTS.endedInOrder)).toMatchObject({
    state: { phase: 'failed', error: { code: 'process-crashed' } },
  })
})

test('the first error is the one that stays', () => {
  const error = { ...FAULT, message: 'a later one' }
  expect(nextJobState(STATES.failed, { type: 'process-ended', error })).toEqual({
    ok: true,
    state: STATES.failed,
  })
})

describe('a job', () => {
  test.each([
    ['queued', 'take'],
    ['paused', 'resume'],
  ] as const)('counts one more attempt as a process takes it up: %s, %s', (phase, key) => {
    const job = madeJob(STATES[phase], 2)
    expect(nextJob(job, EVENTS[key])).toMatchObject({
      ok: true,
      state: { id: job.id, attempt: 3, state: { phase: 'starting' } },
    })
  })

  test('keeps its attempt otherwise', () => {
    expect(nextJob(madeJob(STATES.running, 2), EVENTS.pause)).toMatchObject({
      state: { attempt: 2 },
    })
  })

  test.each(phases)('that is %s refuses what an earlier attempt says', (phase) => {
    for (const key of keys)
      expect(nextJob(madeJob(STATES[phase], 2), EVENTS[key], 1)).toEqual({
        ok: false,
        why: `${EVENTS[key].type} is of attempt 1, this is 2`,
      })
  })
})

test('what can be done is what the table does not refuse', () => {
  expect(phases.filter((phase) => canDo(STATES[phase], { type: 'pause' }))).toEqual([
    'starting',
    'running',
  ])
  expect(phases.filter((phase) => canDo(STATES[phase], { type: 'resume' }))).toEqual(['paused'])
  expect(canDo(STATES.stopping, { type: 'stop', after: 'step' })).toBe(true)
})

test('one can go on with the run of a job that was stopped or has failed', () => {
  expect(phases.filter((phase) => resumableRun(STATES[phase]) !== null)).toEqual([
    'stopped',
    'failed',
  ])
})

test('a paused job keeps others from its device, an ended one does not', () => {
  expect(phases.filter((phase) => holdsDevice(STATES[phase]))).toEqual([
    'starting',
    'running',
    'pausing',
    'paused',
    'stopping',
  ])
})
