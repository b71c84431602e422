import type { CurvePoint, JobProgress } from '../../src-preload/contract/job'

/**
 * Progress that a slow window has not been sent: of each attempt at a job the newest report, with the
 * points of all those before it.
 */
export class HeldProgress {
  #held: { newest: JobProgress; readonly points: CurvePoint[] }[] = []

  add(progress: JobProgress): void {
    const { job, attempt, points } = progress
    const held = this.#held.find(({ newest }) => newest.job === job && newest.attempt === attempt)
    if (held === undefined) {
      this.#held.push({ newest: progress, points: [...points] })
      return
    }
    held.newest = progress
    for (const point of points) held.points.push(point)
  }

  /** All that is held, in the order in which it came; nothing is held then. */
  take(): readonly JobProgress[] {
    const held = this.#held
    this.#held = []
    return held.map(({ newest, points }) => ({ ...newest, points }))
  }
}
