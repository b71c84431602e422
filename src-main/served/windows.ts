import { randomUUID } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { WebSocketServer, type WebSocket } from 'ws'
import {
  REFUSED_CLOSE_CODE,
  REFUSED_SUBPROTOCOL,
  SOCKET_PATH,
  SUBPROTOCOL,
} from '../../src-preload/contract/bridge/wire'
import { WINDOW_PREFIX, windowIdSchema } from '../../src-preload/contract/bridge/hand-over-wire'
import type { Log } from '../bridge/log'
import { hostOf, pathOf } from './answer-http'
import type { ServedApplication } from './served-application'
import { offersToken } from './token'
import { WindowSocket } from './window-socket'

/** A sketch of many images fits; nothing else comes near. */
const MAXIMUM_MESSAGE_BYTES = 2 * 2 ** 20
/** What a frame that ends a WebSocket holds at most. */
const REFUSED_MESSAGE_BYTES = 125
const MAXIMUM_WINDOWS = 32
const HEARTBEAT_MS = 15_000
const CLOSING_MS = 1_000
const TRY_LATER = 1013

export interface WindowsOptions {
  readonly application: ServedApplication
  readonly hosts: ReadonlySet<string>
  readonly token: string
  readonly log: Log
  readonly heartbeatMs?: number | undefined
  /** Told which windows come and go, by what they call themselves. */
  readonly presence: WindowPresence
}

export interface WindowPresence {
  came(window: string): void
  went(window: string): void
}

/** The windows that are open in browsers. Nobody becomes one without the token. */
export class Windows {
  readonly #server = webSocketServer(SUBPROTOCOL, MAXIMUM_MESSAGE_BYTES)
  /** For those that are closed before they are heard: nothing of theirs is kept meanwhile. */
  readonly #refusing = webSocketServer(REFUSED_SUBPROTOCOL, REFUSED_MESSAGE_BYTES)
  readonly #windows = new Set<WindowSocket>()
  readonly #options: WindowsOptions
  readonly #heartbeat: NodeJS.Timeout

  constructor(options: WindowsOptions) {
    this.#options = options
    const { heartbeatMs = HEARTBEAT_MS } = options
    this.#heartbeat = setInterval(() => {
      for (const window of [...this.#windows]) window.beat()
    }, heartbeatMs)
  }

  get size(): number {
    return this.#windows.size
  }

  /** Takes a request for a WebSocket up, or refuses it; `onWindow` is called once its token was right. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer, onWindow: () => void): void {
    socket.once('error', () => socket.destroy())
    const obstacle = this.#obstacle(request)
    if (obstacle !== null) {
      this.#refuse(obstacle, request)
      // Whoever does not end its side, too, would stay.
      socket.once('finish', () => socket.destroy())
      socket.end('HTTP/1.1 403 Forbidden\r\nconnection: close\r\ncontent-length: 0\r\n\r\n')
      return
    }
    const code = this.#closeCode(request)
    if (code === null) {
      this.#server.handleUpgrade(request, socket, head, (webSocket) => {
        onWindow()
        this.#open(webSocket, windowOf(request))
      })
      return
    }
    this.#refuse(code === TRY_LATER ? 'too many windows' : 'a wrong token, or none', request)
    // A browser tells its page nothing of a refused upgrade: only of the code of one that was closed.
    this.#refusing.handleUpgrade(request, socket, head, (webSocket) => closeAtOnce(webSocket, code))
  }

  close(): void {
    clearInterval(this.#heartbeat)
    for (const window of [...this.#windows]) window.close()
  }

  #open(socket: WebSocket, id: string | null): void {
    const { application, log, presence } = this.#options
    if (id !== null) presence.came(id)
    // What it hands over is known by the same name, and can be withdrawn.
    const caller = { id: id ?? randomUUID(), face: 'served' as const }
    const onClosed = () => {
      this.#windows.delete(window)
      if (id !== null) presence.went(id)
      log.write('info', 'served', 'a window is gone', { caller: caller.id })
    }
    const window = new WindowSocket({ socket, caller, application, log, onClosed })
    this.#windows.add(window)
    log.write('info', 'served', 'a window has come', { caller: caller.id })
  }

  /** Null where the window may come in. */
  #closeCode(request: IncomingMessage): number | null {
    if (!offersToken(request.headers['sec-websocket-protocol'], this.#options.token))
      return REFUSED_CLOSE_CODE
    return this.#windows.size < MAXIMUM_WINDOWS ? null : TRY_LATER
  }

  #obstacle(request: IncomingMessage): string | null {
    const host = hostOf(request, this.#options.hosts)
    if (host === null) return 'a foreign host'
    const origin = request.headers.origin?.toLowerCase()
    if (origin !== `http://${host}` && origin !== `https://${host}`) return 'a foreign origin'
    return request.url === SOCKET_PATH ? null : 'no place of a WebSocket'
  }

  #refuse(why: string, request: IncomingMessage): void {
    const { host, origin } = request.headers
    const details = { host, origin, path: pathOf(request) }
    this.#options.log.write('warn', 'served', `refused: ${why}`, details)
  }
}

/** What the window calls itself; null where it does not. */
function windowOf(request: IncomingMessage): string | null {
  const words = (request.headers['sec-websocket-protocol'] ?? '').split(',')
  const word = words.map((each) => each.trim()).find((each) => each.startsWith(WINDOW_PREFIX))
  return windowIdSchema.safeParse(word?.slice(WINDOW_PREFIX.length)).data ?? null
}

/** @param subprotocol chosen where it is offered, and before the other one of ours */
function webSocketServer(subprotocol: string, maxPayload: number): WebSocketServer {
  return new WebSocketServer({
    noServer: true,
    clientTracking: false,
    perMessageDeflate: false,
    maxPayload,
    handleProtocols: (offered) =>
      [subprotocol, SUBPROTOCOL].find((word) => offered.has(word)) ?? false,
  })
}

function closeAtOnce(socket: WebSocket, code: number): void {
  socket.on('error', () => undefined)
  socket.close(code)
  setTimeout(() => socket.terminate(), CLOSING_MS).unref()
}
