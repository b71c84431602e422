import type { Job, JobId, JobLogEntry, JobProgress, JobQueue } from '../../src-preload/contract/job'
import { holdsDevice } from '../../src-preload/contract/job-transition'
import type { ErrorData } from '../../src-preload/contract/errors'

/** What the window knows of training: pure, and changed only by the functions below. */
export type TrainingState =
  | { readonly phase: 'asking' }
  | { readonly phase: 'unknown'; readonly error: ErrorData }
  | {
      readonly phase: 'known'
      readonly jobs: readonly Job[]
      /** The job that was asked to be shown; null shows what is at work. */
      readonly chosen: JobId | null
      /** The latest report of each job's latest attempt. */
      readonly progress: ReadonlyMap<JobId, JobProgress>
      /** Each job's latest step, which stays while it evaluates or is paused. */
      readonly steps: ReadonlyMap<JobId, TrainingStep>
      readonly log: JobLog | null
    }

export type TrainingStep = Extract<JobProgress['doing'], { kind: 'training' }>

export interface JobLog {
  readonly job: JobId
  readonly entries: readonly JobLogEntry[]
}

/** As many as a window that has just opened gets. */
export const MOST_LOG_ENTRIES = 1000

/** Whether a job holds its device. */
function isActive(job: Job): boolean {
  return holdsDevice(job.state)
}

export function jobsOf(state: TrainingState): readonly Job[] {
  return state.phase === 'known' ? state.jobs : []
}

/** What is at work, whatever is shown. */
export function activeJob(state: TrainingState): Job | null {
  return jobsOf(state).find(isActive) ?? null
}

/** The job that was chosen, or what is at work, or what waits next, or what ended last. */
export function shownJob(state: TrainingState): Job | null {
  if (state.phase !== 'known') return null
  return (
    state.jobs.find(({ id }) => id === state.chosen) ??
    activeJob(state) ??
    state.jobs.find(({ state: { phase } }) => phase === 'queued') ??
    state.jobs.at(-1) ??
    null
  )
}

/**
 * The job that came to its end last while another was shown, and that nobody has looked at since: behind it
 * the next one takes over. What was stopped was stopped by somebody, and what went on is told by its new job.
 */
export function passedOverJob(state: TrainingState, seen: ReadonlySet<JobId>): Job | null {
  const shown = shownJob(state)
  const jobs = jobsOf(state)
  const isPassedOver = (job: Job, index: number): boolean =>
    (job.state.phase === 'finished' || job.state.phase === 'failed') &&
    job.id !== shown?.id &&
    !seen.has(job.id) &&
    !jobs.slice(index + 1).some(({ state: { run } }) => run !== null && run === job.state.run)
  return jobs.filter(isPassedOver).at(-1) ?? null
}

/** A report, if it is of the job's attempt that is at work. */
export function progressOf(state: TrainingState, job: Job | null): JobProgress | null {
  if (state.phase !== 'known' || job === null) return null
  const progress = state.progress.get(job.id)
  return progress !== undefined && progress.attempt === job.attempt ? progress : null
}

/** The latest step of a job; null before it has made one in this window's sight. */
export function stepOf(state: TrainingState, job: Job | null): TrainingStep | null {
  return state.phase === 'known' && job !== null ? (state.steps.get(job.id) ?? null) : null
}

/** The whole queue replaces what was known of it; reports of jobs that are gone go with them. */
export function withQueue(state: TrainingState, { jobs }: JobQueue): TrainingState {
  if (state.phase !== 'known')
    return { phase: 'known', jobs, chosen: null, progress: new Map(), steps: new Map(), log: null }
  const ids = new Set(jobs.map(({ id }) => id))
  const kept = <Value>(map: ReadonlyMap<JobId, Value>): ReadonlyMap<JobId, Value> =>
    new Map([...map].filter(([id]) => ids.has(id)))
  return {
    ...state,
    jobs,
    progress: kept(state.progress),
    steps: kept(state.steps),
    log: state.log !== null && ids.has(state.log.job) ? state.log : null,
  }
}

/** A report of an earlier attempt than the known one, or of a job that is gone, changes nothing. */
export function withProgress(state: TrainingState, progress: JobProgress): TrainingState {
  if (state.phase !== 'known') return state
  const job = state.jobs.find(({ id }) => id === progress.job)
  const before = state.progress.get(progress.job)
  const attempt = Math.max(job?.attempt ?? 0, before?.attempt ?? 0)
  if (job === undefined || progress.attempt < attempt) return state
  return {
    ...state,
    progress: new Map(state.progress).set(progress.job, progress),
    steps:
      progress.doing.kind === 'training'
        ? new Map(state.steps).set(progress.job, progress.doing)
        : state.steps,
  }
}

export function withChosen(state: TrainingState, chosen: JobId | null): TrainingState {
  return state.phase === 'known' ? { ...state, chosen } : state
}

/** An entry of another job than the one whose log is shown is left to that job's own view. */
export function withLogEntry(
  state: TrainingState,
  { job, entry }: { readonly job: JobId; readonly entry: JobLogEntry },
): TrainingState {
  if (state.phase !== 'known' || state.log?.job !== job) return state
  const entries = [...state.log.entries, entry].slice(-MOST_LOG_ENTRIES)
  return { ...state, log: { job, entries } }
}

/** A log that was asked for; entries that came meanwhile may be in it already. */
export function withLog(state: TrainingState, log: JobLog): TrainingState {
  if (state.phase !== 'known') return state
  const before = state.log?.job === log.job ? state.log.entries : []
  const known = new Set(log.entries.map((entry) => JSON.stringify(entry)))
  const later = before.filter((entry) => !known.has(JSON.stringify(entry)))
  const latest = log.entries.at(-1)?.time ?? ''
  const entries = [...log.entries, ...later.filter(({ time }) => time >= latest)]
  return { ...state, log: { job: log.job, entries: entries.slice(-MOST_LOG_ENTRIES) } }
}
