import { join } from 'node:path'
import type { ErrorData } from '../../../src-preload/contract/errors'
import type {
  Device,
  Job,
  JobId,
  JobLogEntry,
  JobProgress,
  JobQueue,
  JobTask,
  NewRun,
} from '../../../src-preload/contract/job'
import {
  hasEnded,
  holdsDevice,
  nextJob,
  resumableRun,
  type JobCommand,
  type JobEvent,
} from '../../../src-preload/contract/job-transition'
import type { RunId, RunRecord } from '../../../src-preload/contract/run'
import { errorData, GlyphlabError } from '../../core/errors'
import { runPaths } from '../../core/runs/run-folder'
import { isRunLocked } from '../../core/runs/run-lock'
import { readRunRecord, requireUnfinished } from '../../core/runs/run-record'
import type { StartProcess } from '../start-process'
import { JobProcess, type JobProcessListener } from './job-process'
import type { JobsListener } from './jobs-listener'
import { keptJobs, stays } from './kept-jobs'
import { KeptQueue } from './kept-queue'
import { learningRateEntry } from './log-entries'
import { newJob } from './new-job'
import { restoredJobs } from './restored-jobs'
import { resumeTask } from './resume-task'
import { TrackedJob } from './tracked-job'
import { movedWithin } from './waiting-order'

/** More than anybody waits for; each change of the list is told whole. */
const MOST_JOBS = 100

export interface TrainingJobsOptions {
  readonly startProcess: StartProcess
  /** The data home. */
  readonly home: string
  readonly listener: JobsListener
}

/**
 * The runs that this session trains or is asked to: one at a time a device, each in a process of its own.
 * Nothing is computed here; a job moves by `nextJob` alone, whoever moves it.
 */
export class TrainingJobs {
  readonly #options: TrainingJobsOptions
  readonly #runsFolder: string
  #jobs: TrackedJob[] = []
  /** Processes that have not ended yet, also of jobs that are out of the list. */
  readonly #processes = new Map<TrackedJob, JobProcess>()
  readonly #kept: KeptQueue | null
  /** What nobody but {@link close} has stopped. */
  #cutShort: ReadonlySet<JobId> = new Set()
  #isClosed = false

  /** The jobs of a session that begins with those that the one before has left, and leaves its own. */
  static async open(options: TrainingJobsOptions): Promise<TrainingJobs> {
    const { home, listener } = options
    const onFault = (fault: string) => listener.queueFault?.(fault)
    const kept = await KeptQueue.open(home, onFault)
    const restored = restoredJobs(kept?.restored ?? [], join(home, 'runs'), onFault)
    return new TrainingJobs(options, kept, restored)
  }

  /** @param kept where they are kept; null for a queue that is gone with its session */
  constructor(
    options: TrainingJobsOptions,
    kept: KeptQueue | null = null,
    restored: readonly Job[] = [],
  ) {
    this.#options = options
    this.#runsFolder = join(options.home, 'runs')
    this.#kept = kept
    this.#jobs = restored.map((job) => new TrackedJob(job))
    this.#keep()
  }

  queue(): JobQueue {
    return { jobs: this.#jobs.map(({ job }) => job) }
  }

  /**
   * Puts a new run at the end of a device's queue, and begins it where the device is free.
   * @param device whose queue it waits in: the one it asks for, or the one that will compute where it asks for none
   * @throws GlyphlabError `job-refused` where too many wait
   */
  start(newRun: NewRun, device: Device = newRun.device ?? 'cpu'): JobId {
    return this.#add({ kind: 'start', newRun }, { run: null, description: null }, device)
  }

  /**
   * The same for a run that was interrupted or has failed.
   * @throws GlyphlabError `job-refused` where it is in the list already, `run-missing`, `run-damaged`,
   *   `run-newer`, `run-finished`, or `run-locked` where another process works on it
   */
  async resumeRun(run: RunId, device: Device = 'cpu'): Promise<JobId> {
    const paths = runPaths(join(this.#runsFolder, run))
    const record = readRunRecord(paths)
    requireUnfinished(record)
    const isLocked = await isRunLocked(paths)
    const before = this.#jobs.find(({ job }) => job.state.run === run)
    if (before !== undefined && resumableRun(before.job.state) === null)
      throw new GlyphlabError('job-refused', `${run} is in the list already`)
    if (isLocked) throw new GlyphlabError('run-locked', `another process works on ${run}`)
    const known = { run, description: record.description }
    return this.#add(resumeTask(run, record), known, device, before)
  }

  /** @throws GlyphlabError `job-missing` or `job-refused`, as each command here */
  pause(id: JobId): void {
    this.#command(id, { type: 'pause' })
  }

  resume(id: JobId): void {
    this.#requireOpen()
    this.#command(id, { type: 'resume' })
  }

  stop(id: JobId, after: 'step' | 'epoch'): void {
    this.#command(id, { type: 'stop', after })
  }

  remove(id: JobId): void {
    this.#command(id, { type: 'remove' })
  }

  /** @param position among those that wait for the same device; 0 is next */
  move(id: JobId, position: number): void {
    const tracked = this.#find(id)
    this.#require(tracked, { type: 'move' })
    this.#jobs = movedWithin(this.#jobs, tracked, position)
    this.#advance()
  }

  /** @throws GlyphlabError `job-missing` */
  view(id: JobId): { readonly progress: JobProgress | null; readonly log: JobLogEntry[] } {
    const { progress, log } = this.#find(id)
    return { progress, log: [...log] }
  }

  /**
   * Asks every trainer to end after its step, and kills those that have not done so in time. What is cut short
   * by it stays kept.
   */
  async close({ graceMs }: { readonly graceMs: number }): Promise<void> {
    this.#isClosed = true
    this.#cutShort = new Set(
      this.queue()
        .jobs.filter(stays)
        .map(({ id }) => id),
    )
    const stop = { type: 'stop', after: 'step' } as const
    const ends = [...this.#processes].map(([tracked, process]) => {
      this.#apply(tracked, stop, process.attempt)
      return process.end({ graceMs })
    })
    this.#tellQueue()
    await Promise.all(ends)
    await this.#kept?.close()
  }

  #add(
    task: JobTask,
    known: { readonly run: RunId | null; readonly description: RunRecord['description'] | null },
    device: Device,
    before?: TrackedJob,
  ): JobId {
    this.#requireOpen()
    if (this.#jobs.length >= MOST_JOBS && !this.#forgetOldest())
      throw new GlyphlabError('job-refused', `${MOST_JOBS} runs wait already`)
    const job = newJob(task, { phase: 'queued', ...known }, device)
    // One that has ended on the same run gives way to the one that goes on with it.
    this.#jobs = [
      ...this.#jobs.filter((tracked) => tracked !== before),
      new TrackedJob(job, before),
    ]
    this.#advance()
    return job.id
  }

  /** What begins now would be ended by nobody. */
  #requireOpen(): void {
    if (this.#isClosed) throw new GlyphlabError('job-refused', 'Glyphlab is closing')
  }

  /** Makes room for one more by a job that has ended; false where none has. */
  #forgetOldest(): boolean {
    const oldest = this.#jobs.find(({ job }) => hasEnded(job.state))
    this.#jobs = this.#jobs.filter((tracked) => tracked !== oldest)
    return oldest !== undefined
  }

  #find(id: JobId): TrackedJob {
    const tracked = this.#jobs.find(({ job }) => job.id === id)
    if (tracked === undefined) throw new GlyphlabError('job-missing', 'there is no such job')
    return tracked
  }

  #command(id: JobId, command: JobCommand): void {
    this.#require(this.#find(id), command)
    this.#advance()
  }

  #require(tracked: TrackedJob, command: JobCommand): void {
    const why = this.#apply(tracked, command)
    if (why !== null) throw new GlyphlabError('job-refused', `the job cannot take this: ${why}`)
  }

  /** Answers why not, where the job cannot take it; else does what follows from the new state. */
  #apply(tracked: TrackedJob, event: JobEvent, attempt = tracked.job.attempt): string | null {
    const next = nextJob(tracked.job, event, attempt)
    if (!next.ok) return next.why
    const before = tracked.job.state
    if (next.state === null) {
      this.#jobs = this.#jobs.filter((other) => other !== tracked)
      return null
    }
    tracked.job = next.state
    const { state } = next.state
    if (state.phase !== before.phase) this.#note(tracked, { kind: 'phase', phase: state.phase })
    if (state.phase === 'failed' && before.phase !== 'failed')
      this.#note(tracked, { kind: 'error', error: state.error })
    if (state.phase === 'starting') this.#startProcess(tracked)
    const process = this.#processes.get(tracked)
    if (state.phase === 'pausing' && event.type === 'pause') process?.stopAfter('step')
    if (state.phase === 'stopping' && event.type === 'stop') process?.stopAfter(state.after)
    return null
  }

  /** Gives each device that is free to the first job that waits for it, and tells how all stand. */
  #advance(): void {
    for (const tracked of this.#isClosed ? [] : this.#jobs)
      if (tracked.job.state.phase === 'queued' && this.#isFree(tracked.job.device))
        this.#apply(tracked, { type: 'take' })
    this.#tellQueue()
  }

  /** A device is taken as long as a process is there: only then its memory is free. */
  #isFree(device: string): boolean {
    const held = this.#jobs.some(({ job }) => job.device === device && holdsDevice(job.state))
    return !held && ![...this.#processes.keys()].some(({ job }) => job.device === device)
  }

  #startProcess(tracked: TrackedJob): void {
    const { startProcess, home } = this.#options
    tracked.progress = null
    try {
      const process = new JobProcess(tracked.job, this.#listenerOf(tracked), { startProcess, home })
      this.#processes.set(tracked, process)
      void process.ended.then((error) => this.#processEnded(tracked, process.attempt, error))
    } catch (thrown) {
      // A system that is out of memory or processes starts none.
      this.#apply(tracked, { type: 'process-ended', error: errorData(thrown) })
    }
  }

  #processEnded(tracked: TrackedJob, attempt: number, error: ErrorData | null): void {
    this.#processes.delete(tracked)
    this.#happen(tracked, { type: 'process-ended', error }, attempt)
    this.#options.listener.runsChanged()
  }

  #happen(tracked: TrackedJob, event: JobEvent, attempt: number): void {
    // One that was taken out of the list has nothing to tell any more.
    const why = this.#jobs.includes(tracked) ? this.#apply(tracked, event, attempt) : null
    if (why !== null) this.#refuse(tracked, why)
    this.#advance()
  }

  #listenerOf(tracked: TrackedJob): JobProcessListener {
    const { listener } = this.#options
    const whileCurrent = (attempt: number, what: string, tell: () => void) => {
      if (attempt !== tracked.job.attempt)
        this.#refuse(tracked, `${what} is of attempt ${attempt}, this is ${tracked.job.attempt}`)
      else if (this.#jobs.includes(tracked)) tell()
    }
    return {
      happening: (event, attempt) => {
        this.#happen(tracked, event, attempt)
        if (event.type === 'started') listener.runsChanged()
      },
      note: (entry, attempt) => {
        whileCurrent(attempt, entry.kind, () => this.#note(tracked, entry))
      },
      epoch: (epoch, attempt) => {
        whileCurrent(attempt, 'epoch', () => {
          listener.epoch({ job: tracked.job.id, attempt, ...epoch })
        })
      },
      progress: (progress, attempt) => {
        whileCurrent(attempt, 'progress', () => this.#follow(tracked, progress))
      },
    }
  }

  #follow(tracked: TrackedJob, progress: Omit<JobProgress, 'job' | 'attempt' | 'run'>): void {
    const { id, attempt, state } = tracked.job
    if (state.run === null || state.description === null) return
    if (progress.doing.kind === 'training') {
      const entry = learningRateEntry(state.description, tracked.lastStep, progress.doing)
      tracked.lastStep = progress.doing
      if (entry !== null) this.#note(tracked, entry)
    }
    tracked.progress = { job: id, attempt, run: state.run, ...progress }
    this.#options.listener.progress(tracked.progress)
  }

  #note(tracked: TrackedJob, entry: JobLogEntry['entry']): void {
    this.#options.listener.log({ job: tracked.job.id, entry: tracked.note(entry) })
  }

  #refuse({ job }: TrackedJob, why: string): void {
    this.#options.listener.refused?.(`job ${job.id}: ${why}`)
  }

  #tellQueue(): void {
    this.#options.listener.queue(this.queue())
    this.#keep()
  }

  #keep(): void {
    this.#kept?.keep(keptJobs(this.queue().jobs, this.#cutShort))
  }
}
