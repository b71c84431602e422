import type { ParsedParams, Result } from '../../../src-preload/contract/bridge/requests'
import { GlyphlabError, internalError } from '../../core/errors'
import { beingClosed } from '../../processes/being-closed'
import { startDataWorkerJob, type DataWorkerJob } from '../../processes/data-worker-job'
import type { StartProcess } from '../../processes/start-process'
import type { HandedOverFiles } from '../hand-over/handed-over-files'

export interface PredictionsOptions {
  readonly home: string
  readonly startProcess: StartProcess
  readonly handedOver: Pick<HandedOverFiles, 'pathOf' | 'describe' | 'letGo' | 'release'>
  /** The entry of the data worker; that of the build where left out. */
  readonly file?: string
}

/** Takes in predictions that were made elsewhere: read in a process of its own, since files may have any size. */
export class PredictionsTakenIn {
  readonly #options: PredictionsOptions
  readonly #jobs = new Set<DataWorkerJob>()

  constructor(options: PredictionsOptions) {
    this.#options = options
  }

  /**
   * @returns where they are kept, and whether they were not before
   * @throws GlyphlabError `predictions-invalid`, also where they are of another data set; `dataset-missing`,
   *   and as opening one
   */
  async take(
    wanted: ParsedParams<'measurements.add-predictions'>,
  ): Promise<Result<'measurements.add-predictions'>> {
    const { home, startProcess, handedOver, file } = this.#options
    const { handedOver: id, dataset, split, corrections } = wanted
    const { name: title } = handedOver.describe(id)
    const path = handedOver.pathOf(id)
    const job = startDataWorkerJob({
      ...{ home, startProcess, name: 'predictions', file },
      request: {
        type: 'read-predictions',
        ...{ path, title, dataset, split, corrections },
      },
      onReply: () => undefined,
    })
    this.#jobs.add(job)
    const end = await job.ended
    this.#jobs.delete(job)
    if (end.kind === 'failed') {
      // What is refused stays as long as its window, so that it can be tried with another data set.
      await handedOver.letGo(id)
      const { code, message, hint } = end.error
      // Where it lies for now is nothing to its user.
      throw new GlyphlabError(code, message.replaceAll(path, title), hint)
    }
    await handedOver.release(id)
    if (end.kind === 'stopped') throw beingClosed()
    if (end.reply.type === 'predictions-kept') {
      const { file: name, isNew } = end.reply
      return { ref: { run: null, file: name }, isNew }
    }
    throw internalError('predictions were not read to their end')
  }

  /** Breaks off what is under way. */
  async close(): Promise<void> {
    await Promise.all([...this.#jobs].map((job) => job.stop()))
  }
}
