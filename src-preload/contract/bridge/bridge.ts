import type { ErrorData } from '../errors'
import type { EventName, EventPayload } from './events'
import type { HandedOver, OfferedId } from './hand-over'
import type { Params, RequestName, Result } from './requests'

/** How every request is answered: an error is data, with its code and what to do about it. */
export type Answer<Value> =
  { readonly ok: true; readonly result: Value } | { readonly ok: false; readonly error: ErrorData }

/** `lost` comes back by itself; `refused` does not: the address has no token, or that of an earlier server. */
export type ConnectionState = 'connecting' | 'connected' | 'lost' | 'refused'

/** A file that the user gave to a window, alone or within a folder. */
export interface DroppedFile {
  readonly file: File
  /** From the dropped folder on: `pictures/a/1.png`; of a file alone its name. Always with `/`. */
  readonly path: string
}

/** What the user has dropped on a window, or chosen in an `<input type="file">`. */
export interface Dropped {
  /**
   * Each file and each folder itself, as `DataTransfer.files` has them: the desktop application needs no more,
   * since the system knows where they lie.
   */
  readonly items: readonly File[]
  /**
   * All files of those, within folders too: a browser has to send them. Asked for at most once, and not by
   * the desktop application.
   */
  readonly contents: () => Promise<readonly DroppedFile[]>
}

/** How many bytes of what is handed over have reached the program. */
export interface HandOverProgress {
  readonly bytesDone: number
  readonly bytesTotal: number
}

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
  /**
   * Hands files of the user's over to the program, which keeps them until what was made of them is done.
   * Never rejects.
   * @param onProgress told only where they have to be sent: not by the desktop application
   */
  handOver(
    dropped: Dropped,
    onProgress?: (progress: HandOverProgress) => void,
  ): Promise<Answer<HandedOver>>
  /**
   * Fetches a file that the program has ready for this window, once. The desktop application offers none: it saves
   * files itself. Never rejects.
   */
  fetchOffered(id: OfferedId): Promise<Answer<Blob>>
}
