import type { DatasetVerification } from '../../src-preload/contract/dataset-verification'
import { assertNever, GlyphlabError, internalError } from '../core/errors'
import { beingClosed } from './being-closed'
import { startDataWorkerJob, type DataWorkerJob } from './data-worker-job'
import type { StartProcess } from './start-process'

export interface VerificationsOptions {
  readonly home: string
  readonly startProcess: StartProcess
  /** The entry of the data worker; that of the build where left out. */
  readonly file?: string | undefined
}

/**
 * Holding the files of data sets against what was written down of them: of a large one this takes a while, so
 * each has a process of its own, and whoever asks for the same meanwhile waits for it.
 */
export class DatasetVerifications {
  readonly #options: VerificationsOptions
  readonly #jobs = new Map<string, DataWorkerJob>()

  constructor(options: VerificationsOptions) {
    this.#options = options
  }

  /** @throws GlyphlabError `dataset-missing`, or as the files cannot be read */
  async verify(dataset: string, split: string | null): Promise<DatasetVerification> {
    const key = JSON.stringify([dataset, split])
    const job = this.#jobs.get(key) ?? this.#start(dataset, split)
    this.#jobs.set(key, job)
    const end = await job.ended
    if (this.#jobs.get(key) === job) this.#jobs.delete(key)
    switch (end.kind) {
      case 'done':
        if (end.reply.type === 'verified') return end.reply.verification
        throw internalError('a data set was to be verified, and something else was done')
      case 'failed':
        throw new GlyphlabError(end.error.code, end.error.message, end.error.hint)
      case 'stopped':
        throw beingClosed()
      default:
        return assertNever(end)
    }
  }

  /** Breaks off what is under way. */
  async close(): Promise<void> {
    await Promise.all([...this.#jobs.values()].map((job) => job.stop()))
  }

  #start(dataset: string, split: string | null): DataWorkerJob {
    const { home, startProcess, file } = this.#options
    return startDataWorkerJob({
      ...{ home, startProcess, file, name: 'verification' },
      request: { type: 'verify', dataset, split },
      onReply: () => undefined,
    })
  }
}
