import type { EventName, EventPayload } from '../../src-preload/contract/bridge/events'
import type { WindowEvents } from '../bridge/events'

/** Listens to one event. Returns what ends it. */
export function onEvent<Name extends EventName>(
  events: WindowEvents,
  name: Name,
  listener: (payload: EventPayload<Name>) => void,
): () => void {
  return events.subscribe((told, payload) => {
    // Name and payload come as a pair, which the compiler does not see.
    const toldName: EventName = told
    if (toldName === name) listener(payload as EventPayload<Name>)
  })
}
