import type { Milestone, TrainingEvent } from '../../../src-preload/contract/training-events'
import type { TrainingProgress } from '../../../src-preload/contract/job'
import { assertNever } from '../../core/errors'
import { ReportPace } from './report-pace'
import { ProgressOfRun } from './progress-of-run'

/** At most ten a second: nobody reads faster, and each costs a window a redraw. */
const REPORT_EVERY_MS = 100

export interface ProgressListener {
  milestone(event: Milestone): void
  progress(progress: TrainingProgress): void
}

/**
 * Turns the events of a run into what is worth a message: milestones at once, each of them, and between
 * them reports of which the latest tells all.
 */
export function tellProgress(listener: ProgressListener): (event: TrainingEvent) => void {
  let run: ProgressOfRun | undefined
  const pace = new ReportPace(REPORT_EVERY_MS, () => {
    const progress = run?.report(performance.now(), process.memoryUsage.rss())
    if (progress) listener.progress(progress)
  })
  return (event) => {
    const nowMs = performance.now()
    switch (event.type) {
      case 'started':
        run = new ProgressOfRun(event, nowMs)
        listener.milestone(event)
        return
      case 'step':
        run?.step(event, nowMs)
        pace.news()
        return
      case 'evaluating':
        run?.evaluating(event, nowMs)
        pace.news()
        return
      case 'epoch':
        pace.giveWay()
        run?.epoch(event, nowMs)
        listener.milestone(event)
        return
      case 'ended':
      case 'done':
        pace.flush()
        listener.milestone(event)
        return
      default:
        assertNever(event)
    }
  }
}
