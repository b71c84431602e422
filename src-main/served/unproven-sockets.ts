import type { Socket } from 'node:net'

/**
 * Sockets that have not shown a token. Where there are too many, the longest idle one goes: those who
 * only hold sockets open keep nobody out.
 */
export class UnprovenSockets {
  readonly #sockets = new Set<Socket>()

  constructor(private readonly maximum: number) {}

  get size(): number {
    return this.#sockets.size
  }

  add(socket: Socket): void {
    this.#sockets.add(socket)
    socket.once('close', () => this.#sockets.delete(socket))
    const [oldest] = this.#sockets
    if (this.#sockets.size > this.maximum) oldest?.destroy()
  }

  /** It asked for something: now it is the last to go. */
  touch(socket: Socket): void {
    if (this.#sockets.delete(socket)) this.#sockets.add(socket)
  }

  remove(socket: Socket): void {
    this.#sockets.delete(socket)
  }

  destroyAll(): void {
    for (const socket of [...this.#sockets]) socket.destroy()
  }
}
