import { ERROR_HINTS, type ErrorData } from './errors'
import type { Job, JobPhase, JobResult, JobState } from './job'
import type { RunId } from './run'
import type { RunDescription } from './training-events'

/** What a user asks of a job. */
export type JobCommand =
  | { readonly type: 'pause' }
  | { readonly type: 'resume' }
  | { readonly type: 'stop'; readonly after: 'step' | 'epoch' }
  /** Takes it out of the list; its run stays. */
  | { readonly type: 'remove' }
  /** Gives it another place among those that wait. */
  | { readonly type: 'move' }

/** What becomes of a job by itself: its device is free, or its process says something, or is gone. */
export type JobHappening =
  | { readonly type: 'take' }
  | {
      readonly type: 'started'
      readonly run: RunId
      readonly description: RunDescription
      readonly epochsBefore: number
      readonly stepsBefore: number
    }
  /** The run has written its checkpoint and ends before its last epoch. */
  | { readonly type: 'interrupted' }
  | {
      readonly type: 'finished'
      readonly reason: 'finished' | 'stopped-early'
      readonly result: JobResult
    }
  | { readonly type: 'failed'; readonly error: ErrorData }
  /** The error is null where the process ended by itself and in order. */
  | { readonly type: 'process-ended'; readonly error: ErrorData | null }

export type JobEvent = JobCommand | JobHappening

/** A state of null: the job is gone. `why` completes "the job cannot take this: …". */
export type Transition<State> =
  { readonly ok: true; readonly state: State | null } | { readonly ok: false; readonly why: string }

/** The life of a job: what each event makes of each state. The whole table is in the test. */
export function nextJobState(state: JobState, event: JobEvent): Transition<JobState> {
  const { run, description } = state
  const known = { run, description }
  switch (state.phase) {
    case 'queued':
      if (event.type === 'take') return to({ phase: 'starting', ...known })
      if (event.type === 'move') return to(state)
      if (event.type === 'remove') return GONE
      return refused(state, event)
    case 'starting':
    case 'running':
      return nextOfWorking(state, event)
    case 'pausing':
      switch (event.type) {
        case 'started':
          return to({ ...state, run: event.run, description: event.description })
        case 'interrupted':
          return to(state)
        case 'stop':
          // It has been asked to end after the step in hand already.
          return to({ phase: 'stopping', after: 'step', ...known })
        case 'process-ended':
          return event.error === null
            ? to({ phase: 'paused', ...known })
            : to({ phase: 'failed', error: event.error, ...known })
        default:
          return nextOfEnding(state, event)
      }
    case 'paused':
      if (event.type === 'resume') return to({ phase: 'starting', ...known })
      if (event.type === 'stop') return to({ phase: 'stopped', ...known })
      if (event.type === 'remove') return GONE
      return refused(state, event)
    case 'stopping':
      switch (event.type) {
        case 'started':
          return to({ ...state, run: event.run, description: event.description })
        case 'interrupted':
          return to(state)
        case 'stop':
          return state.after === 'epoch' && event.after === 'step'
            ? to({ ...state, after: 'step' })
            : refused(state, event)
        case 'process-ended':
          return event.error === null
            ? to({ phase: 'stopped', ...known })
            : to({ phase: 'failed', error: event.error, ...known })
        default:
          return nextOfEnding(state, event)
      }
    case 'failed':
    case 'finished':
      // The process goes after its last word; how, changes nothing any more.
      if (event.type === 'process-ended') return to(state)
      return event.type === 'remove' ? GONE : refused(state, event)
    case 'stopped':
      return event.type === 'remove' ? GONE : refused(state, event)
  }
}

type StateOf<Phase extends JobPhase> = Extract<JobState, { phase: Phase }>

/** Of a job whose process was not asked to end. */
function nextOfWorking(
  state: StateOf<'starting' | 'running'>,
  event: JobEvent,
): Transition<JobState> {
  const { run, description } = state
  const known = { run, description }
  switch (event.type) {
    case 'started': {
      if (state.phase !== 'starting') return refused(state, event)
      const { epochsBefore, stepsBefore } = event
      const begun = { run: event.run, description: event.description }
      return to({ phase: 'running', ...begun, epochsBefore, stepsBefore })
    }
    case 'pause':
      return to({ phase: 'pausing', ...known })
    case 'stop':
      return to({ phase: 'stopping', after: event.after, ...known })
    case 'interrupted':
      // Whoever has asked it to: it ends before its last epoch.
      return state.phase === 'running'
        ? to({ phase: 'stopping', after: 'step', ...known })
        : refused(state, event)
    case 'process-ended':
      return to({ phase: 'failed', error: event.error ?? NO_LAST_WORD, ...known })
    default:
      return nextOfEnding(state, event)
  }
}

/** A process that is to end may come to the end of its run, or to an error, before it hears of it. */
function nextOfEnding(
  state: StateOf<'starting' | 'running' | 'pausing' | 'stopping'>,
  event: JobEvent,
): Transition<JobState> {
  const { phase, run, description } = state
  if (event.type === 'failed') return to({ phase: 'failed', error: event.error, run, description })
  const hasBegun = phase !== 'starting' && run !== null && description !== null
  if (event.type !== 'finished' || !hasBegun) return refused(state, event)
  const { reason, result } = event
  return to({ phase: 'finished', run, description, reason, result })
}

/** Whether a job in this state can take a command: what is possible is offered, and nothing else. */
export function canDo(state: JobState, command: JobCommand): boolean {
  return nextJobState(state, command).ok
}

/** The run of a job that has ended, where one can go on with it. */
export function resumableRun(state: JobState): RunId | null {
  return state.phase === 'stopped' || state.phase === 'failed' ? state.run : null
}

/** Whether a job keeps others from its device: a paused one does, so that it can go on at once. */
export function holdsDevice({ phase }: JobState): boolean {
  return HOLDS_DEVICE[phase]
}

/** Whether a job will never do anything any more. */
export function hasEnded(state: JobState): boolean {
  return !holdsDevice(state) && state.phase !== 'queued'
}

const HOLDS_DEVICE: { readonly [Phase in JobPhase]: boolean } = {
  queued: false,
  starting: true,
  running: true,
  pausing: true,
  paused: true,
  stopping: true,
  stopped: false,
  failed: false,
  finished: false,
}

/**
 * As {@link nextJobState}, of the whole job: each process that takes it up is one more attempt.
 * @param attempt of the process that says it: what an earlier one says is refused
 */
export function nextJob(job: Job, event: JobEvent, attempt = job.attempt): Transition<Job> {
  if (attempt !== job.attempt)
    return { ok: false, why: `${event.type} is of attempt ${attempt}, this is ${job.attempt}` }
  const next = nextJobState(job.state, event)
  if (!next.ok) return next
  if (next.state === null) return GONE
  const isNewProcess = next.state.phase === 'starting' && job.state.phase !== 'starting'
  return to({ ...job, attempt: job.attempt + (isNewProcess ? 1 : 0), state: next.state })
}

const GONE = { ok: true, state: null } as const

const NO_LAST_WORD: ErrorData = {
  code: 'process-crashed',
  message: 'The training process ended before its run did, without a word',
  hint: ERROR_HINTS['process-crashed'],
}

function to<State>(state: State): Transition<State> {
  return { ok: true, state }
}

function refused({ phase }: JobState, { type }: JobEvent): Transition<never> {
  return { ok: false, why: `${type} is not possible while it is ${phase}` }
}
