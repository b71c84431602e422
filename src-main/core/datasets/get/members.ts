import type { ConnectionTally } from '../../connections/connection-tally'
import type { Patience } from '../../download/patience'
import type { DownloadProgress, Waiting } from '../../download/progress'
import { GlyphlabError } from '../../errors'

/** A file that is wanted from somewhere. */
export interface WantedFile {
  readonly name: string
  /** How long it is; null where nobody knows. */
  readonly bytes: number | null
  /** A longer one is not taken. */
  readonly limitBytes: number
}

/** What everything that fetches needs. */
export interface FetchContext {
  /** For what is under way; its owner holds a lock. */
  readonly folder: string
  readonly signal: AbortSignal | undefined
  readonly patience: Partial<Patience> | undefined
  readonly connections: ConnectionTally
  /** Says something that the user should know, in a line. */
  readonly note: (line: string) => void
  readonly onConnecting: (source: string) => void
  readonly onWaiting: (waiting: Waiting) => void
  /** @param isArchive whether the file holds all that is wanted, and not one of them */
  readonly onDownload: (
    source: string,
    file: string,
    progress: DownloadProgress,
    isArchive: boolean,
  ) => void
}

/** Files at one address. */
export interface Members extends AsyncDisposable {
  /** For messages: without what is secret in it. */
  readonly source: string
  /**
   * Brings a file to a path, where it appears whole or not at all.
   * @throws GlyphlabError `download-failed` or `archive-invalid` where it is the source's fault
   */
  fetch(file: WantedFile, path: string): Promise<void>
}

/** Other bytes than those wanted: the next try may bring the right ones. */
export class WrongContentError extends GlyphlabError {
  constructor(message: string) {
    super('checksum-differs', message)
  }
}

/** An archive of something else: it is whole, and the next try would bring the same. */
export class OtherArchiveError extends GlyphlabError {
  constructor(message: string) {
    super('archive-invalid', message)
  }
}

/** What is asked of the HTTP library; it takes no `undefined`. */
export function httpOptions({ signal, patience, onWaiting, connections }: FetchContext) {
  return {
    onWaiting,
    onRequest: (host: string) => connections.contacted(host),
    onReceived: (host: string, bytes: number) => connections.received(host, bytes),
    ...(signal === undefined ? {} : { signal }),
    ...(patience === undefined ? {} : { patience }),
  }
}
