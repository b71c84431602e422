import type {
  Answer,
  Bridge,
  ConnectionState,
  Dropped,
  HandOverProgress,
} from '../../src-preload/contract/bridge/bridge'
import {
  isEventName,
  type EventName,
  type EventPayload,
} from '../../src-preload/contract/bridge/events'
import type { HandedOver, OfferedId } from '../../src-preload/contract/bridge/hand-over'
import { WINDOW_PREFIX } from '../../src-preload/contract/bridge/hand-over-wire'
import type { Params, RequestName, Result } from '../../src-preload/contract/bridge/requests'
import {
  REFUSED_CLOSE_CODE,
  REFUSED_SUBPROTOCOL,
  serverFrameSchema,
  SUBPROTOCOL,
  TOKEN_PREFIX,
  type RequestFrame,
} from '../../src-preload/contract/bridge/wire'
import { BackOff } from './back-off'
import { unanswered } from './bridge-error'
import { fetchOffered } from './fetch-offered'
import { sendFiles } from './send-files'
import { Subscriptions } from './subscriptions'

/** What is used of a WebSocket. */
export interface BridgeSocket {
  readonly protocol: string
  addEventListener(type: 'open', listener: () => void): void
  addEventListener(type: 'message', listener: (message: { readonly data: unknown }) => void): void
  addEventListener(type: 'close', listener: (end: { readonly code: number }) => void): void
  send(text: string): void
  close(): void
}

export interface SocketBridgeOptions {
  readonly openSocket: (protocols: string[]) => BridgeSocket
  /** Of the server, where files are sent to. */
  readonly origin: string
  readonly fetch?: typeof fetch
  /** Null where the window was opened without one: it is refused then. */
  readonly token: string | null
  /** How often a silent connection is asked whether it is still there. */
  readonly checkMs?: number
}

/** A machine that slept, or a tunnel that hangs, ends no connection that says so. */
const CHECK_MS = 15_000

interface Pending {
  readonly frame: RequestFrame
  readonly settle: (answer: Answer<unknown>) => void
}

/** A {@link Bridge} over WebSockets: one after the other, where one is lost. */
export class SocketBridge implements Bridge {
  readonly #openSocket: SocketBridgeOptions['openSocket']
  readonly #origin: string
  readonly #fetch: typeof fetch
  /** Tells the server which sockets and which files are one window's. */
  readonly #window = randomId()
  readonly #subscriptions = new Subscriptions()
  readonly #connectionListeners = new Set<(state: ConnectionState) => void>()
  readonly #pending = new Map<number, Pending>()
  readonly #backOff = new BackOff()
  #token: string | null
  #socket: BridgeSocket | null = null
  #retry: ReturnType<typeof setTimeout> | undefined
  #check: ReturnType<typeof setInterval> | undefined
  readonly #checkMs: number
  /** Whether nothing has come since the last check. */
  #isSilent = false
  #state: ConnectionState = 'connecting'
  #lastId = 0

  constructor(options: SocketBridgeOptions) {
    const { openSocket, origin, token, checkMs = CHECK_MS } = options
    this.#openSocket = openSocket
    this.#origin = origin
    this.#fetch = options.fetch ?? ((...request) => fetch(...request))
    this.#checkMs = checkMs
    this.#token = token
    this.#open()
  }

  async request<Name extends RequestName>(
    name: Name,
    params: Params<Name>,
  ): Promise<Answer<Result<Name>>> {
    const state = this.#state
    if (state === 'refused') return unanswered('sender-refused')
    if (state === 'lost') return unanswered('connection-lost')
    const frame: RequestFrame = { id: ++this.#lastId, name, params }
    const answer = await new Promise<Answer<unknown>>((settle) => {
      this.#pending.set(frame.id, { frame, settle })
      // What is asked before the first connection is sent with it.
      if (state === 'connected') this.#send(frame)
    })
    // The program's own answers are of the type that the contract says; see `serverFrameSchema`.
    return answer as Answer<Result<Name>>
  }

  on<Name extends EventName>(
    name: Name,
    listener: (payload: EventPayload<Name>) => void,
  ): () => void {
    return this.#subscriptions.add(name, listener)
  }

  onConnection(listener: (state: ConnectionState) => void): () => void {
    const own = (state: ConnectionState) => listener(state)
    this.#connectionListeners.add(own)
    own(this.#state)
    return () => void this.#connectionListeners.delete(own)
  }

  async handOver(
    dropped: Dropped,
    onProgress: (progress: HandOverProgress) => void = () => undefined,
  ): Promise<Answer<HandedOver>> {
    if (this.#token === null || this.#state === 'refused') return unanswered('sender-refused')
    const receiver = { origin: this.#origin, token: this.#token, window: this.#window }
    return sendFiles({ ...receiver, fetch: this.#fetch }, dropped, onProgress)
  }

  async fetchOffered(id: OfferedId): Promise<Answer<Blob>> {
    if (this.#token === null || this.#state === 'refused') return unanswered('sender-refused')
    return fetchOffered({ origin: this.#origin, token: this.#token, fetch: this.#fetch }, id)
  }

  /** Goes on with another token: that of a server that was started anew. */
  useToken(token: string): void {
    if (token === this.#token && this.#state !== 'refused') return
    this.#token = token
    this.#abandonSocket()
    this.#settleAll(unanswered('connection-lost'))
    this.#become('connecting')
    this.#open()
  }

  /** Tries at once where it was to be tried later. */
  retryNow(): void {
    if (this.#retry === undefined) return
    this.#backOff.reset()
    this.#open()
  }

  /** Ends the connection for good. */
  close(): void {
    this.#abandonSocket()
    this.#end('lost', 'connection-lost')
  }

  #open(): void {
    clearTimeout(this.#retry)
    this.#retry = undefined
    if (this.#token === null) {
      this.#end('refused', 'sender-refused')
      return
    }
    const protocols = [
      SUBPROTOCOL,
      REFUSED_SUBPROTOCOL,
      `${TOKEN_PREFIX}${this.#token}`,
      `${WINDOW_PREFIX}${this.#window}`,
    ]
    const socket = this.#openSocket(protocols)
    this.#socket = socket
    // What an abandoned one still has to say is of no interest.
    const ifStillOurs = (act: () => void) => {
      if (this.#socket === socket) act()
    }
    socket.addEventListener('open', () => {
      if (socket.protocol === SUBPROTOCOL) ifStillOurs(() => this.#opened())
    })
    socket.addEventListener('message', ({ data }) => ifStillOurs(() => this.#receive(data)))
    socket.addEventListener('close', ({ code }) => ifStillOurs(() => this.#closed(code)))
  }

  #opened(): void {
    this.#backOff.reset()
    this.#isSilent = false
    this.#check = setInterval(() => this.#checkSilence(), this.#checkMs)
    // Before anybody is told: what is asked then is sent by itself.
    for (const { frame } of this.#pending.values()) this.#send(frame)
    this.#become('connected')
  }

  /** Lets a connection go that has not answered since the last check, and asks one that was silent. */
  #checkSilence(): void {
    if (this.#isSilent) {
      this.#abandonSocket()
      this.#lose()
      return
    }
    this.#isSilent = true
    void this.request('app.info', {})
  }

  #closed(code: number): void {
    this.#abandonSocket()
    if (code === REFUSED_CLOSE_CODE) {
      this.#end('refused', 'sender-refused')
      return
    }
    this.#lose()
  }

  #lose(): void {
    this.#retry = setTimeout(() => this.#open(), this.#backOff.nextMs())
    this.#end('lost', 'connection-lost')
  }

  #send(frame: RequestFrame): void {
    this.#socket?.send(JSON.stringify(frame))
  }

  #receive(data: unknown): void {
    this.#isSilent = false
    const frame = parseFrame(data)
    if (frame === null) return
    switch (frame.kind) {
      case 'answer':
        this.#pending.get(frame.id)?.settle(frame.answer)
        this.#pending.delete(frame.id)
        return
      case 'event':
        if (isEventName(frame.name)) this.#subscriptions.tell(frame.name, frame.payload)
    }
  }

  #end(state: 'lost' | 'refused', code: 'connection-lost' | 'sender-refused'): void {
    this.#become(state)
    this.#settleAll(unanswered(code))
  }

  #settleAll(answer: Answer<never>): void {
    const pending = [...this.#pending.values()]
    this.#pending.clear()
    for (const { settle } of pending) settle(answer)
  }

  #become(state: ConnectionState): void {
    if (state === this.#state) return
    this.#state = state
    for (const listener of [...this.#connectionListeners]) listener(state)
  }

  #abandonSocket(): void {
    clearInterval(this.#check)
    clearTimeout(this.#retry)
    this.#retry = undefined
    const socket = this.#socket
    this.#socket = null
    socket?.close()
  }
}

/** Null for what no program of ours has sent. */
function parseFrame(data: unknown) {
  if (typeof data !== 'string') return null
  try {
    return serverFrameSchema.safeParse(JSON.parse(data)).data ?? null
  } catch {
    return null
  }
}

/** As good as any UUID; `randomUUID` is there in secure contexts only, which a server in the local net is not. */
function randomId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}
