import type { Readable } from 'node:stream'
import { HttpFault } from './http-fault'

/** As much is held while the disk is slower than the network; then the network has to wait. */
const MOST_HELD_BYTES = 2 ** 20

/**
 * A body as it is received. Where the connection breaks off, what came before is still handed out, then the
 * error; a stream would drop what it holds, so that of many short connections nothing would ever be kept.
 */
export class ReceivedBody {
  readonly #pieces: Uint8Array[] = []
  #heldBytes = 0
  #end: { readonly error: Error | null } | null = null
  #wake = (): void => {}

  constructor(
    private readonly stream: Readable,
    onReceived: (bytes: number) => void,
  ) {
    stream.on('data', (piece: Uint8Array) => {
      onReceived(piece.length)
      this.#pieces.push(piece)
      this.#heldBytes += piece.length
      if (this.#heldBytes >= MOST_HELD_BYTES) stream.pause()
      this.#wake()
    })
    stream.on('end', () => this.#ended(null))
    stream.on('error', (error) => this.#ended(error))
    stream.on('close', () =>
      this.#ended(new HttpFault('the connection was cut', { isPassing: true })),
    )
  }

  /**
   * The next piece; null behind the last one.
   * @throws the error that broke it off, or that it was destroyed with
   */
  async next(): Promise<Uint8Array | null> {
    while (this.#pieces.length === 0 && this.#end === null)
      await new Promise<void>((resolve) => (this.#wake = resolve))
    const piece = this.#pieces.shift()
    if (piece !== undefined) {
      this.#heldBytes -= piece.length
      if (this.stream.isPaused() && this.#heldBytes < MOST_HELD_BYTES) this.stream.resume()
      return piece
    }
    if (this.#end?.error) throw this.#end.error
    return null
  }

  /** Ends the connection: what is not received by now is not wanted. */
  destroy(error?: Error): void {
    this.stream.destroy(error)
  }

  #ended(error: Error | null): void {
    this.#end ??= { error }
    this.#wake()
  }
}
