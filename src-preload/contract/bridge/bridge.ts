import type { ErrorData } from '../errors'
import type { EventName, EventPayload } from './events'
import type { Params, RequestName, Result } from './requests'

/** How every request is answered: an error is data, with its code and what to do about it. */
export type Answer<Value> =
  { readonly ok: true; readonly result: Value } | { readonly ok: false; readonly error: ErrorData }

/** `lost` comes back by itself; `refused` does not: the address has no token, or that of an earlier server. */
export type ConnectionState = 'connecting' | 'connected' | 'lost' | 'refused'

/** What a window has of the program: `window.glyphlab` under Electron, a WebSocket in a browser. */
export interface Bridge {
  /** Never rejects. */
  request<Name extends RequestName>(name: Name, params: Params<Name>): Promise<Answer<Result<Name>>>
  /** Returns what ends the subscription. */
  on<Name extends EventName>(
    name: Name,
    listener: (payload: EventPayload<Name>) => void,
  ): () => void
  /** Told at once how it stands, then of every change. Returns what ends the subscription. */
  onConnection(listener: (state: ConnectionState) => void): () => void
}
