import { join } from 'node:path'
import type { HandedOverId, OfferedId } from '../../../src-preload/contract/bridge/hand-over'
import type { Result } from '../../../src-preload/contract/bridge/requests'
import type { RunId } from '../../../src-preload/contract/run'
import { GlyphlabError, internalError } from '../../core/errors'
import { PORTABLE_SUFFIX } from '../../core/runs/portable/portable-suffix'
import { beingClosed } from '../../processes/being-closed'
import { startDataWorkerJob, type DataWorkerJob } from '../../processes/data-worker-job'
import type { DataWorkerReply, DataWorkerRequest } from '../../processes/data-worker-messages'
import type { StartProcess } from '../../processes/start-process'
import type { HandedOverFiles } from '../hand-over/handed-over-files'
import { remove, type OfferedFiles } from '../hand-over/offered-files'

export interface PortableRunsOptions {
  readonly home: string
  readonly startProcess: StartProcess
  readonly handedOver: Pick<
    HandedOverFiles,
    'pathOf' | 'describe' | 'letGo' | 'release' | 'makeFolder'
  >
  readonly offered: OfferedFiles
  /** The entry of the data worker; that of the build where left out. */
  readonly file?: string
}

type Exported = Extract<Result<'runs.export'>, { readonly kind: 'saved' }>

/** Runs on their way to other machines, or from there: each in a process of its own, since they may have any size. */
export class PortableRuns {
  readonly #options: PortableRunsOptions
  readonly #jobs = new Set<DataWorkerJob>()

  constructor(options: PortableRunsOptions) {
    this.#options = options
  }

  /** What the file of a run is called, unless the user says otherwise. */
  nameFor(run: RunId): string {
    return `${run}${PORTABLE_SUFFIX}`
  }

  /** @throws GlyphlabError as `exportRun` */
  async exportTo(run: RunId, file: string): Promise<Omit<Exported, 'kind' | 'name'>> {
    const reply = await this.#ask('export', { type: 'export-run', run, file })
    if (reply.type !== 'run-exported') throw internalError('a run was not exported to its end')
    return { bytes: reply.bytes, leftOut: reply.leftOut }
  }

  /**
   * Makes a file for a browser to fetch.
   * @throws GlyphlabError as `exportRun`
   */
  async offer(run: RunId): Promise<Omit<Exported, 'kind'> & { readonly id: OfferedId }> {
    const { handedOver, offered } = this.#options
    const folder = await handedOver.makeFolder()
    const name = this.nameFor(run)
    const path = join(folder, name)
    const exported = await this.exportTo(run, path).catch((error: unknown) => {
      void remove({ name, path, folder })
      throw error
    })
    return { id: offered.offer({ name, path, folder }), name, ...exported }
  }

  /** @throws GlyphlabError as `importRun`; `dataset-missing` where the file is not there any more */
  async take(id: HandedOverId): Promise<Result<'runs.import'>> {
    const { handedOver } = this.#options
    const { name } = handedOver.describe(id)
    const path = handedOver.pathOf(id)
    try {
      const reply = await this.#ask('import', { type: 'import-run', file: path })
      if (reply.type !== 'run-imported') throw internalError('a run was not imported to its end')
      return reply.imported
    } catch (error) {
      if (!(error instanceof GlyphlabError)) throw error
      // Where it lies for now is nothing to its user.
      throw new GlyphlabError(error.code, error.message.replaceAll(path, name), error.hint)
    } finally {
      await handedOver.release(id)
    }
  }

  /** Breaks off what is under way. */
  async close(): Promise<void> {
    await Promise.all([...this.#jobs].map((job) => job.stop()))
  }

  async #ask(name: string, request: DataWorkerRequest): Promise<DataWorkerReply> {
    const { home, startProcess, file } = this.#options
    const job = startDataWorkerJob({
      ...{ home, startProcess, name, file, request },
      onReply: () => undefined,
    })
    this.#jobs.add(job)
    const end = await job.ended
    this.#jobs.delete(job)
    switch (end.kind) {
      case 'done':
        return end.reply
      case 'stopped':
        throw beingClosed()
      case 'failed':
        throw new GlyphlabError(end.error.code, end.error.message, end.error.hint)
    }
  }
}
