import type { Socket } from 'node:net'

/**
 * Sockets that have not shown a token. Where there are too many, the longest idle one goes: those who
 * only hold sockets open keep nobody out.
 */
export class UnprovenSockets {
  readonly #sockets = new Set<Socket>()

  constructor(private readonly maximum: number) {}

  add(socket: Socket): void {
    socket.once('close', () => this.#sockets.delete(socket))
    this.#take(socket)
  }

  /** It asked for something: now it is the last to go. */
  touch(socket: Socket): void {
    if (this.#sockets.delete(socket)) this.#sockets.add(socket)
  }

  /** It has shown the token. What is answered makes it one of these again: for a request alone. */
  remove(socket: Socket): () => void {
    this.#sockets.delete(socket)
    return () => {
      if (!socket.destroyed) this.#take(socket)
    }
  }

  destroyAll(): void {
    for (const socket of [...this.#sockets]) socket.destroy()
  }

  #take(socket: Socket): void {
    this.#sockets.add(socket)
    const [oldest] = this.#sockets
    if (oldest === undefined || this.#sockets.size <= this.maximum) return
    this.#sockets.delete(oldest)
    oldest.destroy()
  }
}
