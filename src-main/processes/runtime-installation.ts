import type { Installation } from '../../src-preload/contract/diagnosis'
import type { RuntimeVariant } from '../../src-preload/contract/runtime'
import { errorData, GlyphlabError } from '../core/errors'
import { isRuntimeThere } from '../core/tensorflow/runtime'
import {
  dataWorkerReplySchema,
  type DataWorkerReply,
  type DataWorkerRequest,
} from './data-worker-messages'
import { entryFile } from './entry-file'
import type { ProcessHost } from './process-host'
import { processError } from './process-outcome'
import type { StartProcess } from './start-process'

/** What it has to take away, so that a cancelled installation leaves nothing. */
const GRACE_MS = 20_000

export interface InstallationOptions {
  readonly startProcess: StartProcess
  readonly onChange: (installation: Installation) => void
  /** Told when one has ended, however it went. */
  readonly onEnded: (isInstalled: boolean) => void
  /** The entry of the data worker; that of the build where left out. */
  readonly file?: string
}

/** The installation of a variant of libtensorflow for windows: one at a time, in a process of its own. */
export class RuntimeInstallation {
  readonly #options: InstallationOptions
  #host: ProcessHost<DataWorkerRequest, DataWorkerReply> | null = null
  #variant: RuntimeVariant = 'cpu'
  /** Null while nothing is under way or wrong. */
  #state: Exclude<Installation, { state: 'idle' }> | null = null

  constructor(options: InstallationOptions) {
    this.#options = options
  }

  async state(): Promise<Installation> {
    return this.#state ?? { state: 'idle', isThere: await isRuntimeThere() }
  }

  /**
   * Begins to install a variant, or joins whatever is being installed.
   * @param from a folder that was carried here; null to fetch
   */
  install(variant: RuntimeVariant, from: string | null = null): void {
    if (this.#host !== null) return
    this.#variant = variant
    const { startProcess, file = entryFile('data-worker') } = this.#options
    const host = startProcess<DataWorkerRequest, DataWorkerReply>({
      name: 'installation',
      file,
      replySchema: dataWorkerReplySchema,
      stopRequest: { type: 'stop' },
    })
    this.#host = host
    const nothing = { bytesDone: null, bytesTotal: null } as const
    this.#change({ state: 'installing', variant, phase: 'waiting', ...nothing })
    void this.#follow(host)
    host.post({ type: 'install-runtime', variant, from })
  }

  /** Breaks the installation off; what was unfinished is removed. Resolves once it is. */
  async cancel(): Promise<void> {
    await this.#host?.stop({ graceMs: GRACE_MS })
  }

  async #follow(host: ProcessHost<DataWorkerRequest, DataWorkerReply>): Promise<void> {
    const heard: { last: DataWorkerReply | null } = { last: null }
    host.onMessage((reply) => {
      heard.last = reply
      if (reply.type === 'installing') this.#change(reply.progress)
    })
    const outcome = await host.ended
    this.#host = null
    const { last } = heard
    const isInstalled = last?.type === 'installed'
    const error =
      last?.type === 'failed' ? last.error : processError('installation', outcome, host.lastLines)
    if (isInstalled || outcome.kind === 'stopped') {
      this.#state = null
      this.#options.onChange({ state: 'idle', isThere: isInstalled || (await isRuntimeThere()) })
    } else this.#change({ state: 'failed', variant: this.#variant, error: error ?? unexplained() })
    this.#options.onEnded(isInstalled)
  }

  #change(state: Exclude<Installation, { state: 'idle' }>): void {
    this.#state = state
    this.#options.onChange(state)
  }
}

function unexplained() {
  return errorData(
    new GlyphlabError('runtime-install-failed', 'the installation ended without a word'),
  )
}
