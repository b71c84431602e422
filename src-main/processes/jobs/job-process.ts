import { basename, join } from 'node:path'
import type { ErrorData } from '../../../src-preload/contract/errors'
import type {
  Job,
  JobLogEntry,
  TrainingProgress as Progress,
} from '../../../src-preload/contract/job'
import type { JobHappening } from '../../../src-preload/contract/job-transition'
import { runIdSchema } from '../../../src-preload/contract/run'
import type {
  EpochEvent,
  Milestone,
  RunDescription,
} from '../../../src-preload/contract/training-events'
import { dataHome } from '../../core/data-home'
import { assertNever, errorData, internalError } from '../../core/errors'
import { entryFile } from '../entry-file'
import type { ProcessHost } from '../process-host'
import { processError } from '../process-outcome'
import type { StartProcess } from '../start-process'
import { trainerReplySchema, type TrainerReply, type TrainerRequest } from '../trainer-messages'
import { epochEntry, resultOf, startedEntry } from './log-entries'

/** What a process that works on a job tells of it, with the attempt that it is. */
export interface JobProcessListener {
  happening(event: JobHappening, attempt: number): void
  note(entry: JobLogEntry['entry'], attempt: number): void
  epoch(epoch: { readonly step: number; readonly epoch: EpochEvent }, attempt: number): void
  progress(progress: Progress, attempt: number): void
}

/** One attempt at a job: a trainer from its start to its end. It runs from construction on. */
export class JobProcess {
  readonly attempt: number
  /** Resolves with why it did not end in order; null where it did, or was asked to by {@link end}. */
  readonly ended: Promise<ErrorData | null>
  readonly #host: ProcessHost<TrainerRequest, TrainerReply>
  readonly #device: string
  readonly #listener: JobProcessListener
  #description: RunDescription | undefined
  /** How the run has ended, of which `done` says what came of it. */
  #reason: Extract<Milestone, { type: 'ended' }>['reason'] | undefined

  constructor(
    job: Job,
    listener: JobProcessListener,
    { startProcess, home }: { readonly startProcess: StartProcess; readonly home: string },
  ) {
    this.attempt = job.attempt
    this.#device = job.device
    this.#listener = listener
    this.#host = startProcess<TrainerRequest, TrainerReply>({
      name: 'training',
      file: entryFile('trainer'),
      replySchema: trainerReplySchema,
      stopRequest: { type: 'stop' },
      // Else it finds the same one by itself, and its runtime where no data home is named.
      environment: home === dataHome() ? {} : { GLYPHLAB_HOME: home },
      onLine: (line) => this.#tellLine(line),
    })
    this.#host.post(requestFor(job, join(home, 'runs')))
    const forget = this.#host.onMessage((reply) => this.#hear(reply))
    this.ended = this.#host.ended.then((outcome) => {
      forget()
      return processError('training', outcome, this.#host.lastLines)
    })
  }

  /** Asks the run to end by itself, with a checkpoint. */
  stopAfter(what: 'step' | 'epoch'): void {
    this.#host.post({ type: what === 'step' ? 'stop' : 'stop-after-epoch' })
  }

  /** The same, and kills the process where it has not ended in time. */
  async end(options: { readonly graceMs: number }): Promise<void> {
    await this.#host.stop(options)
    await this.ended
  }

  #hear(reply: TrainerReply): void {
    try {
      this.#receive(reply)
    } catch (thrown) {
      // It says what makes no sense: nothing more that it says can be trusted.
      this.#happen({ type: 'failed', error: errorData(thrown) })
      void this.#host.stop({ graceMs: 0 })
    }
  }

  #receive(reply: TrainerReply): void {
    switch (reply.type) {
      case 'milestone':
        return this.#pass(reply.event)
      case 'progress':
        return this.#listener.progress(reply.progress, this.attempt)
      case 'failed':
        return this.#happen({ type: 'failed', error: reply.error })
      case 'step-times':
      case 'measuring':
      case 'device-measured':
        throw internalError('a process that trains was asked to time steps')
      default:
        assertNever(reply)
    }
  }

  #pass(event: Milestone): void {
    switch (event.type) {
      case 'started': {
        const { run: description, folder, epochsDone, stepsDone } = event
        this.#description = description
        const run = runIdSchema.parse(basename(folder ?? ''))
        const before = { epochsBefore: epochsDone, stepsBefore: stepsDone }
        this.#happen({ type: 'started', run, description, ...before })
        return this.#listener.note(startedEntry(event, this.#device), this.attempt)
      }
      case 'epoch': {
        if (this.#description === undefined) throw internalError('an epoch before its run')
        const step = event.epoch * this.#description.stepsPerEpoch
        this.#listener.epoch({ step, epoch: event }, this.attempt)
        return this.#listener.note(epochEntry(event, this.#description), this.attempt)
      }
      case 'ended':
        this.#reason = event.reason
        if (event.reason === 'interrupted') this.#happen({ type: 'interrupted' })
        return
      case 'done': {
        if (this.#reason === undefined || this.#reason === 'interrupted')
          throw internalError('a run is done that has not ended')
        const result = resultOf(event)
        this.#listener.note({ kind: 'result', ...result }, this.attempt)
        return this.#happen({ type: 'finished', reason: this.#reason, result })
      }
      default:
        assertNever(event)
    }
  }

  #happen(event: JobHappening): void {
    this.#listener.happening(event, this.attempt)
  }

  #tellLine(line: string): void {
    this.#listener.note({ kind: 'output', line }, this.attempt)
  }
}

/** A run that has begun goes on from its checkpoint; one that has not is begun. */
function requestFor({ state, task }: Job, runsFolder: string): TrainerRequest {
  const { dataset, split, corrections, configuration, device = null } = task.newRun
  if (state.run !== null) return { type: 'resume', runFolder: join(runsFolder, state.run), device }
  if (typeof corrections !== 'string') throw internalError('a run to resume without its name')
  return { type: 'train', dataset, split, corrections, configuration, runsFolder, device }
}
