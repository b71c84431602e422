import type { EventName, EventPayload } from '../../src-preload/contract/bridge/events'

/** Any event, as arguments: a payload goes with the name before it. */
export type WindowEvent = {
  [Name in EventName]: [name: Name, payload: EventPayload<Name>]
}[EventName]

/** Hears every event; what the payload is follows from the name. */
export type WindowEventListener = (...event: WindowEvent) => void

/** What windows are told unasked: the handlers' side tells, each transport listens. */
export class WindowEvents {
  readonly #listeners = new Set<WindowEventListener>()

  tell(...event: WindowEvent): void {
    for (const listener of [...this.#listeners]) listener(...event)
  }

  /** Returns what ends the subscription. */
  subscribe(listener: WindowEventListener): () => void {
    // Of its own, so that one function that subscribes twice is told twice.
    const own: WindowEventListener = (...event) => listener(...event)
    this.#listeners.add(own)
    return () => this.#listeners.delete(own)
  }
}
