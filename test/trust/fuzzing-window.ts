import { once } from 'node:events'
import type WebSocket from 'ws'
import type { Answer } from '../../src-preload/contract/bridge/bridge'
import { serverFrameSchema } from '../../src-preload/contract/bridge/wire'
import { openSocket } from '../bridge/serving'
import { frameText } from './hostile-values'

interface Expected {
  /** How many answers have this id: a frame may be sent several times. */
  left: number
  readonly answers: Answer<unknown>[]
  readonly resolve: (answers: readonly Answer<unknown>[]) => void
  readonly reject: (error: Error) => void
}

/** A window's socket for requests that no window would send. */
export class FuzzingWindow implements Disposable {
  readonly #expected = new Map<number, Expected>()
  #lastId = 0

  private constructor(readonly socket: WebSocket) {
    socket.once('close', (code) => {
      for (const { reject } of this.#expected.values()) reject(new Error(`closed with ${code}`))
    })
    socket.on('message', (data: Buffer) => {
      const frame = serverFrameSchema.parse(JSON.parse(data.toString('utf8')))
      if (frame.kind !== 'answer') return
      const expected = this.#expected.get(frame.id)
      if (expected === undefined) throw new Error(`an answer to ${frame.id}, which nobody asked`)
      expected.answers.push(frame.answer)
      expected.left -= 1
      if (expected.left > 0) return
      this.#expected.delete(frame.id)
      expected.resolve(expected.answers)
    })
  }

  /** @param url as `glyphlab serve` prints it */
  static async open(url: string): Promise<FuzzingWindow> {
    const { host, hash } = new URL(url)
    const socket = openSocket({ host, token: hash.replace('#token=', '') })
    await once(socket, 'open')
    return new FuzzingWindow(socket)
  }

  /** Resolves with all answers to a frame that is sent so many times. */
  async ask(name: string, params: unknown, times = 1): Promise<readonly Answer<unknown>[]> {
    const id = (this.#lastId += 1)
    const text = frameText({ id, name, params })
    return new Promise((resolve, reject) => {
      this.#expected.set(id, { left: times, answers: [], resolve, reject })
      for (let time = 0; time < times; time++) this.socket.send(text)
    })
  }

  /** Sends what is no request. */
  send(text: string): void {
    this.socket.send(text)
  }

  [Symbol.dispose](): void {
    this.socket.terminate()
  }
}
