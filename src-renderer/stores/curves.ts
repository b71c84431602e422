import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import type { EventPayload } from '../../src-preload/contract/bridge/events'
import type { ErrorData } from '../../src-preload/contract/errors'
import type { CurvePoint, JobId, JobProgress } from '../../src-preload/contract/job'
import type { RunId } from '../../src-preload/contract/run'
import { epochPointOf, RunCurves, type EpochPoint, type Taking } from './run-curves'
import { together, useBridge } from './use-bridge'

export type CurvesState =
  | { readonly phase: 'none' }
  | { readonly phase: 'loading'; readonly run: RunId }
  /** `version` counts what was added: the columns themselves grow in place. */
  | {
      readonly phase: 'shown'
      readonly run: RunId
      readonly curves: RunCurves
      readonly version: number
    }
  | { readonly phase: 'failed'; readonly run: RunId; readonly error: ErrorData }

/** Who works on the run that is shown. */
export interface CurveSource {
  readonly job: JobId
  readonly attempt: number
  /** Whether its process has taken up the run: from then on the folder holds what the process goes on from. */
  readonly isTraining: boolean
}

/** What was told while the run's folder was being read. */
type Waiting =
  | { readonly kind: 'point'; readonly point: CurvePoint }
  | { readonly kind: 'epoch'; readonly epoch: EpochPoint }

/**
 * The curves of the run that is shown. They are read from its folder once, and from then on grow by what
 * is told of the job that trains it; they are read again where something is missing: after a broken
 * connection, and after each new attempt, which may have gone back to a checkpoint.
 */
export const useCurvesStore = defineStore('curves', () => {
  const bridge = useBridge()
  const state = shallowRef<CurvesState>({ phase: 'none' })

  let run: RunId | null = null
  let source: CurveSource | null = null
  /** The attempt whose messages go on from what was read. */
  let attemptRead: number | null = null
  /** Counts readings: an answer to an earlier one is refused. */
  let reading = 0
  let isReading = false
  let waiting: Waiting[] = []

  /** Listens to what trains. Returns what ends it. */
  function begin(): () => void {
    let wasCutOff = false
    return together(
      bridge.on('training.progress', takeProgress),
      bridge.on('training.epoch', takeEpoch),
      bridge.onConnection((now) => {
        if (now === 'connected' && wasCutOff) void read()
        wasCutOff = now !== 'connected' && (wasCutOff || now !== 'connecting')
      }),
    )
  }

  /** Shows a run; `from` is the job that works on it, or null where none does. */
  function show(shown: RunId | null, from: CurveSource | null): void {
    if (from?.job !== source?.job) attemptRead = null
    source = from
    if (shown === run) {
      if (run !== null && from?.isTraining) beginAttempt(from.attempt)
      return
    }
    run = shown
    attemptRead = from?.isTraining ? from.attempt : null
    if (shown === null) {
      reading += 1
      isReading = false
      waiting = []
      state.value = { phase: 'none' }
      return
    }
    state.value = { phase: 'loading', run: shown }
    void read()
  }

  /** Tries again after a failure. */
  function retry(): void {
    if (state.value.phase !== 'failed') return
    state.value = { phase: 'loading', run: state.value.run }
    void read()
  }

  function takeProgress(progress: JobProgress): void {
    if (progress.run !== run || !isFromSource(progress)) return
    beginAttempt(progress.attempt)
    take(progress.points.map((point) => ({ kind: 'point', point })))
  }

  function takeEpoch(event: EventPayload<'training.epoch'>): void {
    if (!isFromSource(event)) return
    beginAttempt(event.attempt)
    take([{ kind: 'epoch', epoch: epochPointOf(event) }])
  }

  /** Not of another job, nor of an attempt that is over. */
  function isFromSource({ job, attempt }: { readonly job: JobId; readonly attempt: number }) {
    return job === source?.job && attempt >= Math.max(source.attempt, attemptRead ?? 0)
  }

  function beginAttempt(attempt: number): void {
    if (attemptRead !== null && attempt <= attemptRead) return
    attemptRead = attempt
    void read()
  }

  function take(news: readonly Waiting[]): void {
    if (isReading) {
      waiting.push(...news)
      return
    }
    if (state.value.phase !== 'shown' || news.length === 0) return
    const { curves } = state.value
    let isLonger = false
    for (const [position, one] of news.entries()) {
      const taking =
        one.kind === 'point' ? curves.takePoint(one.point) : curves.takeEpoch(one.epoch)
      if (taking === 'missing') {
        void read()
        waiting.push(...news.slice(position))
        break
      }
      isLonger ||= taking === 'taken'
    }
    if (isLonger) grown()
  }

  function grown(): void {
    if (state.value.phase !== 'shown') return
    state.value = { ...state.value, version: state.value.version + 1 }
  }

  /** Reads the run's folder; what is shown stays until the answer is there. */
  async function read(): Promise<void> {
    if (run === null) return
    reading += 1
    const [mine, asked] = [reading, run]
    isReading = true
    waiting = []
    const answer = await bridge.request('runs.metrics', { run: asked })
    if (mine !== reading) return
    isReading = false
    if (!answer.ok) {
      waiting = []
      // Curves that are there stay: what is missing is read when the connection is back.
      if (answer.error.code === 'connection-lost' && state.value.phase === 'shown') return
      state.value = { phase: 'failed', run: asked, error: answer.error }
      return
    }
    const curves = new RunCurves(answer.result)
    for (const one of waiting) add(curves, one)
    waiting = []
    const version = state.value.phase === 'shown' ? state.value.version + 1 : 0
    state.value = { phase: 'shown', run: asked, curves, version }
  }

  return { state, begin, show, retry }
})

function add(curves: RunCurves, one: Waiting): Taking {
  return one.kind === 'point' ? curves.addPoint(one.point) : curves.addEpoch(one.epoch)
}
