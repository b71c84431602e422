import type {
  Answer,
  Bridge,
  ConnectionState,
  Dropped,
  HandOverProgress,
} from '../src-preload/contract/bridge/bridge'
import type { HandedOver, OfferedId } from '../src-preload/contract/bridge/hand-over'
import type { EventName, EventPayload } from '../src-preload/contract/bridge/events'
import type { Params, RequestName, Result } from '../src-preload/contract/bridge/requests'

interface Asked {
  readonly name: RequestName
  readonly params: unknown
  readonly answer: (answer: Answer<unknown>) => void
}

interface Handed {
  readonly dropped: Dropped
  readonly progress: (progress: HandOverProgress) => void
  readonly answer: (answer: Answer<HandedOver>) => void
}

interface Fetched {
  readonly id: OfferedId
  readonly answer: (answer: Answer<Blob>) => void
}

/** A bridge whose other end is the test: it sees what is asked, answers when it likes, and tells events. */
export class ScriptedBridge implements Bridge {
  /** Every request so far. */
  readonly asked: Asked[] = []
  /** Everything that was handed over so far, for the test to answer. */
  readonly handed: Handed[] = []
  /** Every offered file that was fetched so far, for the test to answer. */
  readonly fetched: Fetched[] = []
  readonly #open: Asked[] = []
  readonly #listeners = new Map<EventName, Set<(payload: never) => void>>()
  readonly #connectionListeners = new Set<(state: ConnectionState) => void>()
  #connection: ConnectionState = 'connecting'

  request<Name extends RequestName>(
    name: Name,
    params: Params<Name>,
  ): Promise<Answer<Result<Name>>> {
    // As Electron does, whose bridge takes no proxies of Vue's.
    structuredClone(params)
    return new Promise((resolve) => {
      const answer = (value: Answer<unknown>): void => resolve(value as Answer<Result<Name>>)
      const asked: Asked = { name, params, answer }
      this.asked.push(asked)
      this.#open.push(asked)
    })
  }

  on<Name extends EventName>(
    name: Name,
    listener: (payload: EventPayload<Name>) => void,
  ): () => void {
    const listeners = this.#listeners.get(name) ?? new Set()
    this.#listeners.set(name, listeners)
    listeners.add(listener)
    return () => listeners.delete(listener)
  }

  onConnection(listener: (state: ConnectionState) => void): () => void {
    this.#connectionListeners.add(listener)
    listener(this.#connection)
    return () => this.#connectionListeners.delete(listener)
  }

  handOver(
    dropped: Dropped,
    onProgress?: (progress: HandOverProgress) => void,
  ): Promise<Answer<HandedOver>> {
    return new Promise((answer) => {
      this.handed.push({ dropped, progress: (progress) => onProgress?.(progress), answer })
    })
  }

  fetchOffered(id: OfferedId): Promise<Answer<Blob>> {
    return new Promise((answer) => {
      this.fetched.push({ id, answer })
    })
  }

  /** Answers the oldest open request of a name, and lets what waited for it run. */
  async answer<Name extends RequestName>(name: Name, answer: Answer<Result<Name>>): Promise<void> {
    const position = this.#open.findIndex((asked) => asked.name === name)
    const [asked] = position < 0 ? [] : this.#open.splice(position, 1)
    if (asked === undefined) throw new Error(`nobody has asked ${name}`)
    asked.answer(answer)
    await new Promise((resolve) => setTimeout(resolve, 0))
  }

  tell<Name extends EventName>(name: Name, payload: EventPayload<Name>): void {
    for (const listener of this.#listeners.get(name) ?? []) listener(payload as never)
  }

  connection(state: ConnectionState): void {
    this.#connection = state
    for (const listener of this.#connectionListeners) listener(state)
  }

  get listenerCount(): number {
    const counts = [...this.#listeners.values()].map(({ size }) => size)
    return counts.reduce((sum, count) => sum + count, this.#connectionListeners.size)
  }
}
