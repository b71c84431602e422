import type { EventPayload } from '../../../src-preload/contract/bridge/events'
import type {
  CurvePoint,
  JobId,
  JobPhase,
  JobProgress,
  JobQueue,
  JobState,
} from '../../../src-preload/contract/job'
import type { JobsListener } from './jobs-listener'

type StateOf<Phase extends JobPhase> = Extract<JobState, { phase: Phase }>

/** Keeps what jobs tell, and waits for it. */
export class ToldOfJobs implements JobsListener {
  readonly refusals: string[] = []
  readonly queueFaults: string[] = []
  readonly queues: JobQueue[] = []
  readonly reports: JobProgress[] = []
  readonly entries: EventPayload<'training.log'>[] = []
  readonly endedEpochs: EventPayload<'training.epoch'>[] = []
  runChanges = 0
  readonly #waiting = new Set<() => void>()

  queue(queue: JobQueue): void {
    this.queues.push(queue)
    this.#look()
  }
  progress(progress: JobProgress): void {
    this.reports.push(progress)
    this.#look()
  }
  epoch(epoch: EventPayload<'training.epoch'>): void {
    this.endedEpochs.push(epoch)
    this.#look()
  }
  log(entry: EventPayload<'training.log'>): void {
    this.entries.push(entry)
  }
  runsChanged(): void {
    this.runChanges += 1
  }
  refused(why: string): void {
    this.refusals.push(why)
  }
  queueFault(fault: string): void {
    this.queueFaults.push(fault)
  }

  stateOf(id: JobId): JobState {
    const job = this.queues.at(-1)?.jobs.find((each) => each.id === id)
    if (job === undefined) throw new Error('no such job')
    return job.state
  }

  /** Resolves once a job is in such a phase, or is now; rejects where it has ended in another. */
  async phase<Phase extends JobPhase>(id: JobId, phase: Phase): Promise<StateOf<Phase>> {
    const isThere = (state: JobState): state is StateOf<Phase> => state.phase === phase
    const state = await this.#first(() => {
      const now = this.stateOf(id)
      return isThere(now) || now.phase === 'failed' ? now : undefined
    })
    if (isThere(state)) return state
    throw new Error(`${state.phase}: ${JSON.stringify(state)}`)
  }

  /** The first report of a job from now on. */
  async progressOf(id: JobId): Promise<JobProgress> {
    const { length } = this.reports
    return this.#first(() => this.reports.slice(length).find(({ job }) => job === id))
  }

  async epochOf(id: JobId, epoch: number): Promise<void> {
    await this.#first(() =>
      this.endedEpochs.find((ended) => ended.job === id && ended.epoch.epoch === epoch),
    )
  }

  points(id: JobId): CurvePoint[] {
    return this.reports.filter(({ job }) => job === id).flatMap(({ points }) => points)
  }

  epochs(id: JobId): number[] {
    return this.endedEpochs.filter(({ job }) => job === id).map(({ epoch }) => epoch.epoch)
  }

  /** The attempts that a job has counted, in order. */
  attempts(id: JobId): number[] {
    const seen = this.queues.flatMap(({ jobs }) => jobs).filter((job) => job.id === id)
    return [...new Set(seen.map(({ attempt }) => attempt))]
  }

  async #first<T>(look: () => T | undefined): Promise<T> {
    for (;;) {
      const found = look()
      if (found !== undefined) return found
      await new Promise<void>((resolve) => {
        const wake = () => {
          this.#waiting.delete(wake)
          resolve()
        }
        this.#waiting.add(wake)
      })
    }
  }

  #look(): void {
    for (const wake of [...this.#waiting]) wake()
  }
}
