import type { ParsedParams } from '../../src-preload/contract/bridge/requests'
import type { Measuring } from '../../src-preload/contract/measurement'
import { errorData, GlyphlabError, internalError } from '../core/errors'
import { entryFile } from './entry-file'
import {
  evaluatorReplySchema,
  type EvaluatorReply,
  type EvaluatorRequest,
} from './evaluator-messages'
import type { ProcessHost } from './process-host'
import { processError } from './process-outcome'
import type { StartProcess } from './start-process'
import { windowError } from './window-words'

/** It ends after the batch in hand. */
const GRACE_MS = 10_000

type Wanted = ParsedParams<'measurements.measure'>

export interface MeasuringOptions {
  readonly startProcess: StartProcess
  readonly home: string
  readonly onChange: (measuring: Measuring) => void
  /** The entry of the evaluator; that of the build where left out. */
  readonly file?: string
}

/** Measures runs for windows: one at a time, in a process of its own. */
export class MeasuringRun {
  readonly #options: MeasuringOptions
  #host: ProcessHost<EvaluatorRequest, EvaluatorReply> | null = null
  #state: Measuring = { phase: 'idle' }
  /** Resolves once the latest has ended, and was told to have. */
  #ended: Promise<void> = Promise.resolve()

  constructor(options: MeasuringOptions) {
    this.#options = options
  }

  get state(): Measuring {
    return this.#state
  }

  /**
   * @param runFolder of the run
   * @throws GlyphlabError `job-refused` while another is measured
   */
  measure(runFolder: string, wanted: Wanted): void {
    if (this.#host !== null)
      throw new GlyphlabError(
        'job-refused',
        'a run is being measured already',
        'Wait until it is done, or stop it.',
      )
    const { startProcess, home, file = entryFile('evaluator') } = this.#options
    const host = startProcess<EvaluatorRequest, EvaluatorReply>({
      name: 'measurement',
      file,
      replySchema: evaluatorReplySchema,
      stopRequest: { type: 'stop' },
    })
    this.#host = host
    const { run, ...what } = wanted
    const begun = { phase: 'measuring', run, dataset: wanted.dataset } as const
    this.#change({ ...begun, imagesDone: 0, images: null })
    this.#ended = this.#follow(host, begun)
    host.post({ type: 'measure', home, runFolder, ...what })
  }

  /** Breaks it off: nothing is kept. Resolves once its process is gone. */
  async stop(): Promise<void> {
    await this.#host?.stop({ graceMs: GRACE_MS })
    await this.#ended
  }

  async #follow(
    host: ProcessHost<EvaluatorRequest, EvaluatorReply>,
    begun: Pick<Extract<Measuring, { phase: 'measuring' }>, 'phase' | 'run' | 'dataset'>,
  ): Promise<void> {
    const heard: { last: EvaluatorReply | null } = { last: null }
    host.onMessage((reply) => {
      heard.last = reply
      if (reply.type !== 'progress') return
      const { imagesDone, images } = reply
      this.#change({ ...begun, imagesDone, images })
    })
    const outcome = await host.ended
    this.#host = null
    const { last } = heard
    const { run } = begun
    if (last?.type === 'measured') this.#change({ phase: 'done', ref: { run, file: last.file } })
    else if (outcome.kind === 'stopped') this.#change({ phase: 'idle' })
    else {
      const error =
        last?.type === 'failed'
          ? last.error
          : (processError('measurement', outcome, host.lastLines) ??
            errorData(internalError('a measurement ended without a word')))
      this.#change({ phase: 'failed', run, error: windowError(error) })
    }
  }

  #change(state: Measuring): void {
    this.#state = state
    this.#options.onChange(state)
  }
}
