import type { ErrorData } from '../../src-preload/contract/errors'
import type { Importing, ImportOptions } from '../../src-preload/contract/shelf'
import { assertNever, GlyphlabError } from '../core/errors'
import { startDataWorkerJob, type DataWorkerEnd, type DataWorkerJob } from './data-worker-job'
import { ReportPace } from './progress/report-pace'
import { importText } from './import-words'
import type { StartProcess } from './start-process'

const REPORT_MS = 250

export interface ImportsOptions {
  readonly home: string
  readonly startProcess: StartProcess
  readonly onChange: (importing: Importing) => void
  /** The entry of the data worker; that of the build where left out. */
  readonly file?: string | undefined
}

export interface ImportJob {
  /** A file or folder. */
  readonly path: string
  /** What it is called in front of people. */
  readonly from: string
  /** Whether it is one of ours, whose place is nobody's business. */
  readonly isCopy: boolean
  readonly options: ImportOptions
  /** Awaited before windows are told of the end. */
  readonly onEnded: (isStored: boolean) => Promise<void>
}

interface FollowedImport extends Pick<ImportJob, 'from' | 'onEnded'> {
  readonly job: DataWorkerJob
  readonly notes: readonly string[]
  /** Puts what was said into a window's words. */
  readonly words: (text: string) => string
}

/** Taking the user's files into the data home, for windows: one at a time, in a process of its own. */
export class DatasetImports {
  readonly #options: ImportsOptions
  readonly #pace: ReportPace
  #state: Importing = { phase: 'idle' }
  #job: DataWorkerJob | null = null

  constructor(options: ImportsOptions) {
    this.#options = options
    this.#pace = new ReportPace(REPORT_MS, () => options.onChange(this.#state))
  }

  get state(): Importing {
    return this.#state
  }

  /**
   * Begins to read a file or folder.
   * @throws GlyphlabError `job-refused` while another one is under way
   */
  start({ path, from, isCopy, options, onEnded }: ImportJob): void {
    if (this.#job !== null)
      throw new GlyphlabError(
        'job-refused',
        'other files are being taken in',
        'Wait until that is done, or stop it.',
      )
    const { home, startProcess, file } = this.#options
    const notes: string[] = []
    const words = (text: string) => importText(text, path, from)
    const job = startDataWorkerJob({
      ...{ home, startProcess, file, name: 'import' },
      request: { type: 'import', path, from: isCopy ? from : null, mapping: null, ...options },
      onReply: (reply) => {
        if (reply.type === 'note') notes.push(words(reply.line))
        if (reply.type !== 'progress') return
        const { unit, done, total } = reply
        this.#state = { phase: 'importing', from, progress: { unit, done, total } }
        this.#pace.news()
      },
    })
    this.#job = job
    this.#become({ phase: 'importing', from, progress: null })
    void this.#follow({ job, from, notes, words, onEnded })
  }

  /** Resolves once nothing is read any more; what was unfinished is removed. */
  async stop(): Promise<void> {
    await this.#job?.stop()
  }

  async #follow({ job, from, notes, words, onEnded }: FollowedImport): Promise<void> {
    const end = await job.ended
    await onEnded(end.kind === 'done')
    this.#job = null
    this.#pace.giveWay()
    this.#become(stateAfter(end, from, notes, words))
  }

  #become(state: Importing): void {
    this.#state = state
    this.#options.onChange(state)
  }
}

function stateAfter(
  end: DataWorkerEnd,
  from: string,
  notes: readonly string[],
  words: FollowedImport['words'],
): Importing {
  switch (end.kind) {
    case 'stopped':
      return { phase: 'idle' }
    case 'failed':
      return { phase: 'failed', from, error: inWords(end.error, words) }
    case 'done':
      return end.reply.type === 'stored'
        ? { phase: 'done', from, source: end.reply.dataset.name, notes: [...notes] }
        : { phase: 'idle' }
    default:
      return assertNever(end)
  }
}

function inWords({ code, message, hint }: ErrorData, words: FollowedImport['words']): ErrorData {
  return { code, message: words(message), hint: words(hint) }
}
