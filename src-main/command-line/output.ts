import type { Writable } from 'node:stream'
import { GlyphlabError } from '../core/errors'

/** What is used of a standard stream. */
export type OutputStream = Writable & { readonly isTTY?: boolean; readonly columns?: number }

/**
 * A standard stream whose reader may leave. A closed pipe (`| head`) costs the rest of the output, never
 * the work; any other error, such as a full disk, is reported by `flush`.
 */
export class Output {
  #failure: Error | undefined
  #readerGone = false

  constructor(readonly stream: OutputStream) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EPIPE') this.#readerGone = true
      else this.#failure ??= error
    })
  }

  write(text: string): void {
    if (!this.#readerGone && this.#failure === undefined) this.stream.write(text)
  }

  /** Resolves when all is written. Throws `output-failed` for any error but a closed pipe. */
  async flush(): Promise<void> {
    if (!this.#readerGone && this.#failure === undefined) {
      await new Promise<void>((resolve) => this.stream.write('', () => resolve()))
    }
    if (this.#failure !== undefined) {
      const message = `the output cannot be written: ${this.#failure.message}`
      throw new GlyphlabError('output-failed', message, undefined, { cause: this.#failure })
    }
  }
}
