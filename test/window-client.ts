import { once } from 'node:events'
import WebSocket from 'ws'
import type { Answer } from '../src-preload/contract/bridge/bridge'
import {
  EVENTS,
  isEventName,
  type EventName,
  type EventPayload,
} from '../src-preload/contract/bridge/events'
import {
  REQUESTS,
  type Params,
  type RequestName,
  type Result,
} from '../src-preload/contract/bridge/requests'
import {
  serverFrameSchema,
  SOCKET_PATH,
  SUBPROTOCOL,
  TOKEN_PREFIX,
} from '../src-preload/contract/bridge/wire'

/** A window without a browser: what `glyphlab serve` answers and tells, parsed by the contract. */
export class WindowClient implements Disposable {
  readonly #answers = new Map<number, (answer: Answer<unknown>) => void>()
  readonly #listeners = new Set<(name: EventName, payload: unknown) => void>()
  #nextId = 0

  private constructor(readonly socket: WebSocket) {
    socket.on('message', (data: Buffer) => {
      const frame = serverFrameSchema.parse(JSON.parse(data.toString('utf8')))
      if (frame.kind === 'answer') {
        this.#answers.get(frame.id)?.(frame.answer)
        this.#answers.delete(frame.id)
      } else if (isEventName(frame.name)) {
        const payload = EVENTS[frame.name].parse(frame.payload)
        for (const listener of this.#listeners) listener(frame.name, payload)
      }
    })
  }

  /** @param url as `glyphlab serve` prints it */
  static async open(url: string): Promise<WindowClient> {
    const { host, origin, hash } = new URL(url)
    const token = new URLSearchParams(hash.slice(1)).get('token') ?? ''
    const protocols = [SUBPROTOCOL, TOKEN_PREFIX + token]
    const socket = new WebSocket(`ws://${host}${SOCKET_PATH}`, protocols, { origin })
    await once(socket, 'open')
    return new WindowClient(socket)
  }

  async answer<Name extends RequestName>(
    name: Name,
    params: Params<Name>,
  ): Promise<Answer<unknown>> {
    const id = this.#nextId++
    const answered = new Promise<Answer<unknown>>((resolve) => this.#answers.set(id, resolve))
    this.socket.send(JSON.stringify({ id, name, params }))
    return answered
  }

  /** @throws Error where the answer is an error */
  async request<Name extends RequestName>(name: Name, params: Params<Name>): Promise<Result<Name>> {
    const answer = await this.answer(name, params)
    if (!answer.ok) throw new Error(`${name}: ${answer.error.code}, ${answer.error.message}`)
    // One entry of the table for one name: TypeScript does not follow that through the record.
    return REQUESTS[name].result.parse(answer.result) as Result<Name>
  }

  on<Name extends EventName>(
    name: Name,
    listen: (payload: EventPayload<Name>) => void,
  ): () => void {
    const listener = (told: EventName, payload: unknown) => {
      if (told === name) listen(payload as EventPayload<Name>)
    }
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** The first event of this name that is as wanted. */
  async next<Name extends EventName>(
    name: Name,
    isWanted: (payload: EventPayload<Name>) => boolean = () => true,
  ): Promise<EventPayload<Name>> {
    return new Promise((resolve) => {
      const end = this.on(name, (payload) => {
        if (!isWanted(payload)) return
        end()
        resolve(payload)
      })
    })
  }

  [Symbol.dispose](): void {
    this.socket.terminate()
  }
}
