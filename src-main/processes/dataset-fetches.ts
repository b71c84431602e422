import type { DatasetFetch, EmnistSplit } from '../../src-preload/contract/shelf'
import {
  begunFetch,
  begunFetches,
  discardFetch,
  type BegunFetch,
} from '../core/datasets/get/begun-fetches'
import { assertNever } from '../core/errors'
import { startDataWorkerJob, type DataWorkerJob } from './data-worker-job'
import { ReportPace } from './progress/report-pace'
import { inTurn } from './serve-requests'
import type { StartProcess } from './start-process'
import { windowError } from './window-words'

const REPORT_MS = 250

export interface FetchesOptions {
  readonly home: string
  readonly startProcess: StartProcess
  readonly onChange: (fetches: readonly DatasetFetch[]) => void
  /** Told when one has ended, however it went: connections were made. */
  readonly onEnded: (isStored: boolean) => void
  /** The entry of the data worker; that of the build where left out. */
  readonly file?: string | undefined
}

type State = DatasetFetch['state']

interface UnderWay {
  readonly job: DataWorkerJob
  /** Once windows were told of its end. */
  readonly over: Promise<void>
}

/**
 * The fetching of EMNIST's splits for windows, each in a process of its own. What was begun in an earlier
 * session, or by a command that was interrupted, counts as paused: what has come of it is on the disk.
 */
export class DatasetFetches {
  readonly #options: FetchesOptions
  readonly #states = new Map<EmnistSplit, State>()
  readonly #jobs = new Map<EmnistSplit, UnderWay>()
  /** What windows ask of a split is done one after the other. */
  readonly #turns = new Map<EmnistSplit, ReturnType<typeof inTurn>>()
  readonly #pace: ReportPace
  #isClosed = false

  constructor(options: FetchesOptions) {
    this.#options = options
    this.#pace = new ReportPace(REPORT_MS, () => void this.#tell())
  }

  async list(): Promise<readonly DatasetFetch[]> {
    const begun = await begunFetches(this.#options.home)
    // After the disk was read: what was started meanwhile is not paused.
    const paused = begun.filter(({ split }) => !this.#states.has(split)).map(pausedOf)
    return [...[...this.#states].map(([split, state]) => ({ split, state })), ...paused]
  }

  /** Begins, goes on, or tries again. */
  start(split: EmnistSplit): Promise<void> {
    return this.#inTurn(split, () => {
      if (this.#jobs.has(split) || this.#isClosed) return Promise.resolve()
      this.#start(split)
      return Promise.resolve()
    })
  }

  /** Resolves once its process has ended; what has come stays. */
  pause(split: EmnistSplit): Promise<void> {
    return this.#inTurn(split, () => this.#stop(split))
  }

  /** Also removes what has come. @throws GlyphlabError `output-failed` where another process fetches it */
  cancel(split: EmnistSplit): Promise<void> {
    return this.#inTurn(split, async () => {
      await this.#stop(split)
      await discardFetch(this.#options.home, split)
      this.#states.delete(split)
      await this.#tell()
    })
  }

  /** Ends every process; what has come stays for the next time. */
  async close(): Promise<void> {
    this.#isClosed = true
    await Promise.all([...this.#jobs.keys()].map((split) => this.#stop(split)))
  }

  #start(split: EmnistSplit): void {
    const { home, startProcess, file } = this.#options
    const job = startDataWorkerJob({
      ...{ home, startProcess, file, name: 'fetch' },
      request: { type: 'get-emnist', split, name: null, replace: false },
      onReply: (reply) => {
        if (reply.type !== 'getting') return
        this.#states.set(split, { phase: 'fetching', progress: reply.progress })
        this.#pace.news()
      },
    })
    this.#states.set(split, { phase: 'fetching', progress: null })
    this.#jobs.set(split, { job, over: this.#end(split, job) })
    this.#pace.news()
  }

  async #stop(split: EmnistSplit): Promise<void> {
    const underWay = this.#jobs.get(split)
    await underWay?.job.stop()
    await underWay?.over
  }

  async #end(split: EmnistSplit, job: DataWorkerJob): Promise<void> {
    const end = await job.ended
    const { bytesDone, bytesTotal } = await begunFetch(this.#options.home, split)
    this.#jobs.delete(split)
    switch (end.kind) {
      case 'done':
        this.#states.delete(split)
        break
      case 'stopped':
        this.#states.set(split, { phase: 'paused', bytesDone, bytesTotal })
        break
      case 'failed':
        this.#states.set(split, {
          phase: 'failed',
          error: windowError(end.error),
          ...{ bytesDone, bytesTotal },
        })
        break
      default:
        assertNever(end)
    }
    this.#pace.giveWay()
    await this.#tell()
    this.#options.onEnded(end.kind === 'done')
  }

  async #tell(): Promise<void> {
    this.#options.onChange(await this.list())
  }

  #inTurn(split: EmnistSplit, work: () => Promise<void>): Promise<void> {
    const turn = this.#turns.get(split) ?? inTurn()
    this.#turns.set(split, turn)
    return turn(work)
  }
}

function pausedOf({ split, bytesDone, bytesTotal }: BegunFetch): DatasetFetch {
  return { split, state: { phase: 'paused', bytesDone, bytesTotal } }
}
