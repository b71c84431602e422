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

  /** @param onFault told what a listener throws: neither other listeners nor who tells it suffer from it */
  constructor(private readonly onFault: (fault: unknown) => void = throwLater) {}

  tell(...event: WindowEvent): void {
    for (const listener of [...this.#listeners]) {
      try {
        listener(...event)
      } catch (fault) {
        this.onFault(fault)
      }
    }
  }

  /** Returns what ends the subscription. */
  subscribe(listener: WindowEventListener): () => void {
    // Of its own, so that one function that subscribes twice is told twice.
    const own: WindowEventListener = (...event) => listener(...event)
    this.#listeners.add(own)
    return () => this.#listeners.delete(own)
  }
}

/** As any fault that nobody catches: where there is no log, the process is told. */
function throwLater(fault: unknown): void {
  queueMicrotask(() => {
    throw fault
  })
}
