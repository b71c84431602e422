import { WebSocket, type RawData } from 'ws'
import type { ServerFrame } from '../../src-preload/contract/bridge/wire'
import type { WindowEvent } from '../bridge/events'
import type { Caller } from '../bridge/handlers'
import type { Log } from '../bridge/log'
import type { ServedApplication } from './served-application'
import { errorData, GlyphlabError } from '../core/errors'
import { HeldProgress } from './held-progress'
import { readFrame } from './read-frame'

/** Requests of one window that are worked on at a time: what more it sends waits in its socket. */
const MAXIMUM_IN_HAND = 64
/** What may lie in a socket unsent before the window counts as slow, and from when on it no longer does. */
const SLOW_BYTES = 512 * 1024
const FAST_BYTES = 64 * 1024
/** A window so far behind is let go: it connects again and asks for what it needs. */
const LOST_BYTES = 32 * 2 ** 20

const CLOSE_CODE = { goingAway: 1001, noText: 1003 } as const
const CLOSING_MS = 1_000

export interface WindowSocketOptions {
  readonly socket: WebSocket
  readonly caller: Caller
  readonly application: ServedApplication
  readonly log: Log
  readonly onClosed: () => void
}

/** A window in a browser, from its token to its end: its requests are answered, and it is told of events. */
export class WindowSocket {
  readonly #socket: WebSocket
  readonly #caller: Caller
  readonly #application: ServedApplication
  readonly #log: Log
  readonly #held = new HeldProgress()
  #inHand = 0
  #isAlive = true

  constructor({ socket, caller, application, log, onClosed }: WindowSocketOptions) {
    this.#socket = socket
    this.#caller = caller
    this.#application = application
    this.#log = log
    const unsubscribe = application.events.subscribe((...event) => this.#tell(...event))
    socket.once('close', () => {
      unsubscribe()
      onClosed()
    })
    socket.on('error', (error) => this.#refused(error.message))
    socket.on('pong', () => (this.#isAlive = true))
    socket.on('message', (data, isBinary) => this.#receive(data, isBinary))
  }

  /** Lets the window go where nothing came from it, and nothing went to it, since the last call. */
  beat(): void {
    if (!this.#isAlive && this.#inHand === 0) {
      this.#refused('no answer for too long')
      this.#socket.terminate()
      return
    }
    this.#isAlive = false
    this.#socket.ping()
  }

  close(): void {
    this.#closeWith(CLOSE_CODE.goingAway)
  }

  #receive(data: RawData, isBinary: boolean): void {
    this.#isAlive = true
    if (isBinary) {
      this.#refused('a message of bytes')
      this.#closeWith(CLOSE_CODE.noText)
      return
    }
    // `nodebuffer` is how this socket gets its messages: one buffer each.
    const read = readFrame(Buffer.isBuffer(data) ? data.toString('utf8') : '')
    if (read.ok) void this.#answer(read.frame.id, read.frame.name, read.frame.params)
    else {
      this.#refused(read.why)
      const error = errorData(new GlyphlabError('request-invalid', read.why))
      if (read.id !== null)
        this.#send({ kind: 'answer', id: read.id, answer: { ok: false, error } })
    }
  }

  async #answer(id: number, name: string, params: unknown): Promise<void> {
    this.#inHand++
    this.#regulate()
    const answer = await this.#application.answer(name, params, this.#caller)
    this.#inHand--
    this.#send({ kind: 'answer', id, answer })
    this.#regulate()
  }

  #tell(...[name, payload]: WindowEvent): void {
    if (this.#socket.bufferedAmount > LOST_BYTES) {
      this.#refused('too far behind')
      this.#socket.terminate()
      return
    }
    if (name === 'training.progress') {
      this.#held.add(payload)
      if (this.#socket.bufferedAmount <= SLOW_BYTES) this.#sendHeld()
      return
    }
    // What was held came before this.
    this.#sendHeld()
    this.#send({ kind: 'event', name, payload })
  }

  #sendHeld(): void {
    for (const payload of this.#held.take())
      this.#send({ kind: 'event', name: 'training.progress', payload })
  }

  #send(frame: ServerFrame): void {
    if (this.#socket.readyState !== WebSocket.OPEN) return
    this.#socket.send(JSON.stringify(frame), () => {
      this.#isAlive = true
      if (this.#socket.bufferedAmount <= FAST_BYTES) this.#sendHeld()
      this.#regulate()
    })
  }

  /** Reads on only while the window takes its answers and not too many are owed. */
  #regulate(): void {
    const { bufferedAmount, isPaused } = this.#socket
    if (!isPaused && (this.#inHand >= MAXIMUM_IN_HAND || bufferedAmount > SLOW_BYTES))
      this.#socket.pause()
    else if (isPaused && this.#inHand < MAXIMUM_IN_HAND / 2 && bufferedAmount <= FAST_BYTES)
      this.#socket.resume()
  }

  #closeWith(code: number): void {
    this.#socket.close(code)
    // One that does not take its leave is not waited for.
    setTimeout(() => this.#socket.terminate(), CLOSING_MS).unref()
  }

  #refused(why: string): void {
    this.#log.write('warn', 'served', `window: ${why}`, { caller: this.#caller.id })
  }
}
