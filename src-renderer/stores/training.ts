import { defineStore } from 'pinia'
import { computed, shallowRef, watch } from 'vue'
import type { Answer } from '../../src-preload/contract/bridge/bridge'
import type { ErrorData } from '../../src-preload/contract/errors'
import type { JobId, JobProgress, NewRun } from '../../src-preload/contract/job'
import { hasEnded } from '../../src-preload/contract/job-transition'
import type { RunId } from '../../src-preload/contract/run'
import { atNextTick } from './live-tick'
import {
  activeJob,
  jobsOf,
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
import { together, useBridge, whenConnected } from './use-bridge'

export type TrainingCommand =
  'start' | 'resume-run' | 'pause' | 'resume' | 'stop' | 'remove' | 'move'

/** What the latest command has come to. What it did is told by the queue, not here. */
export type CommandState =
  | { readonly kind: 'idle' }
  | { readonly kind: 'sent'; readonly command: TrainingCommand }
  | { readonly kind: 'refused'; readonly command: TrainingCommand; readonly error: ErrorData }

/**
 * Jobs, the one that is shown, how far it is and what it says. Fed by events; on every connection it asks
 * for all of it again.
 */
export const useTrainingStore = defineStore('training', () => {
  const bridge = useBridge()
  const state = shallowRef<TrainingState>({ phase: 'asking' })
  const command = shallowRef<CommandState>({ kind: 'idle' })
  /** Reports that are still to be shown, the latest of each job. */
  const reports = new Map<JobId, JobProgress>()

  const jobs = computed(() => jobsOf(state.value))
  const shown = computed(() => shownJob(state.value))
  const active = computed(() => activeJob(state.value))
  const shownId = computed(() => shown.value?.id ?? null)
  /** Jobs that were shown at their end, or are not to be told of any more. */
  const seen = shallowRef<ReadonlySet<JobId>>(new Set())
  const passedOver = computed(() => passedOverJob(state.value, seen.value))
  const progress = computed(() => progressOf(state.value, shown.value))
  const activeProgress = computed(() => progressOf(state.value, active.value))
  const step = computed(() => stepOf(state.value, shown.value))
  const activeStep = computed(() => stepOf(state.value, active.value))
  const log = computed(() =>
    state.value.phase === 'known' && state.value.log?.job === shownId.value
      ? state.value.log.entries
      : [],
  )

  function begin(): () => void {
    return together(
      bridge.on('training.queue', (queue) => {
        state.value = withQueue(state.value, queue)
      }),
      bridge.on('training.progress', takeProgress),
      bridge.on('training.log', (line) => {
        state.value = withLogEntry(state.value, line)
      }),
      whenConnected(bridge, () => void ask()),
      watch(shownId, (job) => void view(job), { flush: 'sync' }),
      watch(shown, (job) => job !== null && hasEnded(job.state) && see([job.id]), {
        flush: 'sync',
      }),
    )
  }

  /** The first report of an attempt at once, of those that follow the latest. */
  function takeProgress(report: JobProgress): void {
    reports.set(report.job, report)
    const known = state.value.phase === 'known' ? state.value.progress.get(report.job) : undefined
    if (known?.attempt === report.attempt) atNextTick(showProgress)
    else showProgress()
  }

  function showProgress(): void {
    for (const report of reports.values()) state.value = withProgress(state.value, report)
    reports.clear()
  }

  async function ask(): Promise<void> {
    const answer = await bridge.request('training.queue', {})
    if (answer.ok) {
      const before = shownId.value
      state.value = withQueue(state.value, answer.result)
      // Where another job is shown now, watching has asked already.
      if (before !== null && before === shownId.value) await view(before)
    } else if (state.value.phase !== 'known')
      state.value = { phase: 'unknown', error: answer.error }
  }

  /** Log and latest report of a job, from its beginning or as far back as they go. */
  async function view(job: JobId | null): Promise<void> {
    if (job === null) return
    if (state.value.phase === 'known' && state.value.log?.job !== job)
      state.value = { ...state.value, log: { job, entries: [] } }
    const answer = await bridge.request('training.view', { job })
    if (!answer.ok || shownId.value !== job) return
    const { progress: report, log: entries } = answer.result
    state.value = withLog(state.value, { job, entries })
    if (report !== null && progressOf(state.value, shown.value) === null)
      state.value = withProgress(state.value, report)
  }

  async function send<Value>(
    name: TrainingCommand,
    asked: Promise<Answer<Value>>,
  ): Promise<Value | null> {
    command.value = { kind: 'sent', command: name }
    const answer = await asked
    command.value = answer.ok
      ? { kind: 'idle' }
      : { kind: 'refused', command: name, error: answer.error }
    return answer.ok ? answer.result : null
  }

  /** Begins a run, or puts it in the queue; null where it was refused, and `command` says why. */
  async function start(newRun: NewRun): Promise<JobId | null> {
    const isFree = active.value === null
    const started = await send('start', bridge.request('training.start', newRun))
    if (started === null) return null
    choose(isFree ? started.job : null)
    return started.job
  }

  async function resumeRun(run: RunId): Promise<JobId | null> {
    const isFree = active.value === null
    const started = await send('resume-run', bridge.request('training.resume-run', { run }))
    if (started === null) return null
    choose(isFree ? started.job : null)
    return started.job
  }

  function see(ids: readonly JobId[]): void {
    seen.value = new Set([...seen.value, ...ids])
  }

  /** Says no more of what has ended so far. */
  function passOver(): void {
    see(jobs.value.filter((job) => hasEnded(job.state)).map(({ id }) => id))
  }

  /** Shows a job; null what is at work. */
  function choose(job: JobId | null): void {
    state.value = withChosen(state.value, job)
  }

  return {
    state,
    command,
    jobs,
    shown,
    active,
    passedOver,
    passOver,
    progress,
    activeProgress,
    step,
    activeStep,
    log,
    begin,
    choose,
    start,
    resumeRun,
    pause: (job: JobId) => send('pause', bridge.request('training.pause', { job })),
    resume: (job: JobId) => send('resume', bridge.request('training.resume', { job })),
    stop: (job: JobId, after: 'step' | 'epoch') =>
      send('stop', bridge.request('training.stop', { job, after })),
    remove: (job: JobId) => send('remove', bridge.request('training.remove', { job })),
    move: (job: JobId, position: number) =>
      send('move', bridge.request('training.move', { job, position })),
    dismiss: () => {
      command.value = { kind: 'idle' }
    },
  }
})
