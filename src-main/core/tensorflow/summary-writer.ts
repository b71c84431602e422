import type { Tensor } from '@tensorflow/tfjs-node-gpu'
import { GlyphlabError, internalError } from '../errors'
import type { TensorFlow } from './runtime'

/** What tfjs-node's backend has for TensorBoard; the methods behind its own summaryFileWriter. */
interface SummaryBackend {
  summaryWriter(folder: string): Tensor
  createSummaryFileWriter(
    writer: Tensor,
    folder: string,
    maxQueue: number,
    flushMs: number,
    suffix: string,
  ): void
  writeScalarSummary(writer: Tensor, step: number, name: string, value: number): void
  flushSummaryWriter(writer: Tensor): void
  executeMultipleOutputs(op: string, attributes: [], inputs: Tensor[], outputs: number): unknown
}

/** Written to the disk after so many scalars or so many milliseconds, whichever comes first. */
const QUEUED_SCALARS = 10
const FLUSH_MS = 10_000
const FILE_SUFFIX = '.v2'

/**
 * Opens a new file `events.out.tfevents.*` for TensorBoard in a folder, which is made where it is not there.
 *
 * A folder has one open writer at a time. tfjs-node's `summaryFileWriter` cannot be closed and keeps five
 * tensors for each folder: this one uses the same methods of the backend and frees all of them.
 *
 * @throws GlyphlabError `disk-full`, or `output-failed` where the folder cannot be written
 */
export function openSummaryWriter(tensorflow: TensorFlow, folder: string): SummaryWriter {
  const backend: unknown = tensorflow.backend()
  if (!isSummaryBackend(backend)) throw internalError('the TensorFlow backend writes no summaries')
  let writer: Tensor | undefined
  try {
    const opened = tensorflow.tidy(() => {
      const handle = (writer = tensorflow.keep(backend.summaryWriter(folder)))
      backend.createSummaryFileWriter(handle, folder, QUEUED_SCALARS, FLUSH_MS, FILE_SUFFIX)
      return handle
    })
    return new SummaryWriter(backend, opened, folder)
  } catch (cause) {
    writer?.dispose()
    throw cannotWrite(folder, cause)
  }
}

/**
 * Scalars for TensorBoard. What cannot be written is reported once: that call throws `disk-full` or
 * `output-failed` and closes the writer; from then on, as after `close`, every call does nothing.
 */
export class SummaryWriter implements Disposable {
  #open = true

  /** Use {@link openSummaryWriter}. */
  constructor(
    private readonly backend: SummaryBackend,
    private readonly writer: Tensor,
    private readonly folder: string,
  ) {}

  /**
   * @param value a 32-bit float in the file; NaN and infinities are kept
   * @param step a whole number below 2^31
   * @throws GlyphlabError `disk-full` or `output-failed`, the first time
   */
  scalar(name: string, value: number, step: number): void {
    this.#call(() => this.backend.writeScalarSummary(this.writer, step, name, value))
  }

  /**
   * Hands all that is queued to the system.
   * @throws GlyphlabError `disk-full` or `output-failed`, the first time
   */
  flush(): void {
    this.#call(() => this.backend.flushSummaryWriter(this.writer))
  }

  /** Writes what is queued, as far as that is possible, and frees the writer. Never throws. */
  close(): void {
    if (!this.#open) return
    this.#open = false
    try {
      this.backend.executeMultipleOutputs('CloseSummaryWriter', [], [this.writer], 0)
    } catch {
      // Nobody waits for the last points of a curve that could not be written.
    }
    this.writer.dispose()
  }

  [Symbol.dispose](): void {
    this.close()
  }

  #call(action: () => void): void {
    if (!this.#open) return
    try {
      action()
    } catch (cause) {
      this.close()
      throw cannotWrite(this.folder, cause)
    }
  }
}

function isSummaryBackend(backend: unknown): backend is SummaryBackend {
  return typeof backend === 'object' && backend !== null && 'writeScalarSummary' in backend
}

/** TensorFlow's status is `Invalid TF_Status: 8\nMessage: <file>; No space left on device\n…`. */
function cannotWrite(folder: string, cause: unknown): GlyphlabError {
  const text = cause instanceof Error ? cause.message : String(cause)
  const [line = text] = text.replace(/^Invalid TF_Status: \d+\s+Message: /, '').split('\n')
  const reason = line.trim().replace(/^.*; /, '')
  const isFull = /No space left|quota/i.test(reason)
  const file = `the TensorBoard file in ${folder}`
  return isFull
    ? new GlyphlabError('disk-full', `no space is left to write ${file}`, undefined, { cause })
    : new GlyphlabError('output-failed', `${file} cannot be written: ${reason}`, undefined, {
        cause,
      })
}
