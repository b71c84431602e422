import type { EventName, EventPayload } from '../../src-preload/contract/bridge/events'

/** Who wants to hear of which event. */
export class Subscriptions {
  readonly #listeners = new Map<EventName, Set<(payload: unknown) => void>>()

  /** Returns what ends the subscription. */
  add<Name extends EventName>(
    name: Name,
    listener: (payload: EventPayload<Name>) => void,
  ): () => void {
    // The program's own payloads are of the type that the contract says; see `serverFrameSchema`.
    const own = (payload: unknown) => listener(payload as EventPayload<Name>)
    const listeners = this.#listeners.get(name) ?? new Set()
    this.#listeners.set(name, listeners.add(own))
    return () => void listeners.delete(own)
  }

  tell(name: EventName, payload: unknown): void {
    for (const listener of [...(this.#listeners.get(name) ?? [])]) listener(payload)
  }
}
