import { join } from 'node:path'
import type { GpuCheck } from '../../../src-preload/contract/gpu-check'
import { errorData, GlyphlabError } from '../../core/errors'
import type { LookOptions } from '../../core/gpu'
import { findRuntime } from '../../core/tensorflow/runtime'
import type { StartProcess } from '../start-process'
import { runGpuCheck } from './run-gpu-check'
import { namesHere } from './without-names'
import { writeReport } from './write-report'

export interface GpuChecksOptions {
  readonly startProcess: StartProcess
  readonly home: string
  /** Whether a run trains at this moment, which times would suffer from. */
  readonly isTraining: () => boolean
  /** Whether cards may multiply float32 in TF32. */
  readonly tf32: () => boolean
  /** Where driver and cards are looked for; on this machine where left out. */
  readonly gpuTraces?: Pick<LookOptions, 'root' | 'environment'> | undefined
  readonly onChange: (check: GpuCheck) => void
}

/** Where the reports of windows are kept. */
export function reportsFolder(home: string): string {
  return join(home, 'reports')
}

/** Checks the graphics card for windows: one check at a time, whose report they can read and send. */
export class GpuChecks {
  readonly #options: GpuChecksOptions
  #state: GpuCheck = { phase: 'idle' }
  #running: { readonly ended: Promise<void>; readonly stopping: AbortController } | null = null

  constructor(options: GpuChecksOptions) {
    this.#options = options
  }

  get state(): GpuCheck {
    return this.#state
  }

  /**
   * Begins a check, or joins the one that is under way.
   * @throws GlyphlabError `job-refused` while a run trains
   */
  start(): void {
    if (this.#running !== null) return
    if (this.#options.isTraining())
      throw new GlyphlabError(
        'job-refused',
        'a run trains at this moment, and times measured beside it would be wrong',
        'Pause it, or wait until it has ended.',
      )
    const stopping = new AbortController()
    this.#change({ phase: 'running', progress: null })
    const ended = this.#check(stopping.signal).finally(() => {
      this.#running = null
    })
    this.#running = { stopping, ended }
  }

  /** Breaks the check off, and resolves once its process is gone. */
  async cancel(): Promise<void> {
    this.#running?.stopping.abort()
    await this.#running?.ended
  }

  async #check(signal: AbortSignal): Promise<void> {
    const { startProcess, home, tf32, gpuTraces } = this.#options
    try {
      const runtime = await findRuntime({ signal })
      if (runtime === null)
        throw new GlyphlabError(
          'runtime-missing',
          'TensorFlow is not on this machine yet',
          'Install it, then check again.',
        )
      const found = await runGpuCheck({
        ...{ startProcess, runtime, tf32: tf32(), gpuTraces, signal },
        onProgress: (progress) => this.#change({ phase: 'running', progress }),
      })
      const folder = reportsFolder(home)
      const written = await writeReport(found, folder, namesHere(home, runtime.folder))
      const { report, text } = written
      this.#change({ phase: 'done', report, text, folder })
    } catch (thrown) {
      this.#change(
        signal.aborted ? { phase: 'idle' } : { phase: 'failed', error: errorData(thrown) },
      )
    }
  }

  #change(state: GpuCheck): void {
    this.#state = state
    this.#options.onChange(state)
  }
}
