import { GlyphlabError, internalError } from '../errors'
import { grouped } from '../number-text'
import { openDispatcher } from './dispatcher'
import { requireRoom } from './free-space'
import { headerText, parseContentLength, parseContentRange, validatorOf } from './header-values'
import { discard, HttpRoute, type Answer } from './http-route'
import { DEFAULT_PATIENCE, type Patience } from './patience'
import { PartFile } from './part-file'
import { DownloadMeter, type DownloadProgress, type Waiting } from './progress'
import { withRetries, type RetryOptions } from './retry'
import { parseUrl, shownUrl } from './shown-url'
import {
  faultOf,
  requireAtMost,
  requireIdentity,
  requireSize,
  Transfer,
  type Sink,
  type Span,
} from './transfer'
import { watchedBody } from './watched-body'

export type { DownloadProgress } from './progress'

export interface HttpOptions {
  readonly signal?: AbortSignal
  readonly patience?: Partial<Patience>
  /** Of the header of that name; sent to the first host only. */
  readonly authorization?: string
  /** A file of another size is refused before it is read. */
  readonly expectedBytes?: number
  /** A longer file is refused, before it is read where the server tells; one that never ends would fill the disk. */
  readonly mostBytes?: number
  /** Told before each pause while the file is opened or a piece of it read. */
  readonly onWaiting?: (waiting: Waiting) => void
  /** Told of each request, redirects included. */
  readonly onRequest?: (host: string) => void
  /** Told of the bytes that come back, piece by piece. */
  readonly onReceived?: (host: string, bytes: number) => void
}

export interface DownloadOptions {
  /** Bytes of the file, the end not included; all where left out. */
  readonly range?: { readonly start: number; readonly end: number }
  readonly onProgress?: (progress: DownloadProgress) => void
}

/** A file at a server, as it was when it was opened. */
export interface RemoteFile {
  /** For messages: no credentials, no query. */
  readonly url: string
  /** Null where the server does not say. */
  readonly bytes: number | null
  /** Whether parts of it can be asked for. */
  readonly hasRanges: boolean

  /**
   * Reads `[start, end)` into memory.
   * @throws GlyphlabError `download-failed`, also for more than {@link MOST_BYTES_READ}; the signal's reason
   */
  readRange(start: number, end: number): Promise<Buffer>

  /**
   * Fetches the file, or a part of it. What has come lies in `<path>.part`, with its origin in
   * `<path>.part.json`, until it is whole: a call that was cut off, even by a kill, is gone on with by the
   * next. `path` appears whole or not at all; whether the bytes are right is for the caller to check, and
   * where they are not, to remove. Only one call at a time may work on a path.
   *
   * @throws GlyphlabError `download-failed`, `disk-full` or `output-failed`; the signal's reason
   */
  download(path: string, options?: DownloadOptions): Promise<void>
}

/** Of one {@link RemoteFile.readRange}: for the directory of an archive, not for its content. */
const MOST_BYTES_READ = 16 * 2 ** 20

/**
 * Finds out what a server says about a file: its size, its version, and whether parts can be asked for.
 * Asked for is one byte of it, since many servers refuse or misanswer a request for the headers alone.
 *
 * @param url http or https; name and password in it are sent as basic authorization
 * @throws GlyphlabError `download-failed`; the signal's reason
 */
export async function openRemoteFile(url: string, options: HttpOptions = {}): Promise<RemoteFile> {
  const parsed = parseUrl(url)
  if (parsed === null || (parsed.protocol !== 'https:' && parsed.protocol !== 'http:'))
    throw new GlyphlabError(
      'download-failed',
      `${shownUrl(url)} is no web address`,
      'Name one that begins with https:// or http://.',
    )
  const patience = { ...DEFAULT_PATIENCE, ...options.patience }
  const route = new HttpRoute(withoutCredentials(parsed), {
    dispatcher: openDispatcher(patience),
    patience,
    authorization: options.authorization ?? basicAuthorization(parsed),
    signal: options.signal,
    onRequest: (host) => options.onRequest?.(host),
    onReceived: (host, bytes) => options.onReceived?.(host, bytes),
  })
  const found = await withRetries(
    retryOptions(route, patience, options, () => 0),
    async () => {
      const facts = await askForFacts(route, patience)
      requireSize(facts.bytes, options.expectedBytes ?? null)
      if (facts.bytes !== null) requireAtMost(facts.bytes, options.mostBytes)
      return facts
    },
  )
  return new OpenRemoteFile(route, patience, options, found)
}

interface FileFacts {
  readonly bytes: number | null
  readonly hasRanges: boolean
  readonly validator: string | null
}

async function askForFacts(route: HttpRoute, patience: Patience): Promise<FileFacts> {
  const answer = await route.get({ range: 'bytes=0-0' })
  try {
    // An empty file has no first byte.
    if (answer.status !== 416) {
      const facts = factsOf(answer)
      // Read to its end, the answer leaves a connection that the next request can use.
      if (facts.hasRanges) await readAway(answer, patience)
      return facts
    }
  } finally {
    discard(answer)
  }
  const whole = await route.get({})
  try {
    return factsOf(whole)
  } finally {
    discard(whole)
  }
}

async function readAway({ body }: Answer, patience: Patience): Promise<void> {
  let bytes = 0
  for await (const piece of watchedBody(body, patience)) {
    bytes += piece.length
    // It is one byte where the server does as it says.
    if (bytes > 1) return
  }
}

function factsOf(answer: Answer): FileFacts {
  const { status, headers } = answer
  if (status !== 200 && status !== 206) throw faultOf(answer)
  requireIdentity(answer)
  const validator = validatorOf(headers)
  if (status === 200) {
    const bytes = parseContentLength(headerText(headers, 'content-length'))
    return { bytes, hasRanges: false, validator }
  }
  const range = parseContentRange(headerText(headers, 'content-range'))
  return {
    bytes: range?.bytesTotal ?? null,
    hasRanges: range?.start === 0 && range.end === 1,
    validator,
  }
}

class OpenRemoteFile implements RemoteFile {
  readonly url: string
  readonly bytes: number | null
  readonly hasRanges: boolean

  constructor(
    private readonly route: HttpRoute,
    private readonly patience: Patience,
    private readonly options: HttpOptions,
    private readonly facts: FileFacts,
  ) {
    this.url = shownUrl(route.url)
    this.bytes = facts.bytes ?? options.expectedBytes ?? null
    this.hasRanges = facts.hasRanges
  }

  async readRange(start: number, end: number): Promise<Buffer> {
    this.#requireWithin(start, end)
    if (end - start > MOST_BYTES_READ)
      throw new GlyphlabError(
        'download-failed',
        `${this.url}: ${grouped(end - start)} bytes are too many to be read at once`,
      )
    const sink = new MemorySink(this.facts.validator)
    await this.#fetch({ start, end, isWhole: false }, sink, {
      onBytes: () => undefined,
      onWaiting: (waiting) => this.options.onWaiting?.(waiting),
    })
    return sink.content()
  }

  async download(path: string, { range, onProgress }: DownloadOptions = {}): Promise<void> {
    this.options.signal?.throwIfAborted()
    if (range) this.#requireWithin(range.start, range.end)
    const span = range ? { ...range, isWhole: false } : { start: 0, end: this.bytes, isWhole: true }
    const length = span.end === null ? null : span.end - span.start
    const origin = {
      url: this.url,
      validator: this.facts.validator,
      bytesTotal: this.bytes,
      range: range ? { start: range.start, end: range.end } : null,
    }
    await using part = await PartFile.open(path, origin, length)
    if (length !== null) await requireRoom(path, length - part.bytes)
    const meter = new DownloadMeter(length, onProgress)
    meter.tell(part.bytes)
    await this.#fetch(span, part, {
      onBytes: (received) => meter.add(received, part.bytes),
      onWaiting: (waiting) => meter.tell(part.bytes, waiting),
    })
    await part.complete()
    meter.tell(part.bytes)
  }

  async #fetch(
    span: Span,
    sink: Sink,
    told: { onBytes: (received: number) => void; onWaiting: (waiting: Waiting) => void },
  ): Promise<void> {
    const { route, patience, options } = this
    const transfer = new Transfer(span, sink, {
      route,
      patience,
      fileBytes: this.bytes,
      mostBytes: options.mostBytes,
      onBytes: told.onBytes,
    })
    const retry = retryOptions(route, patience, { ...options, ...told }, () => sink.bytes)
    await withRetries(retry, async () => transfer.attempt())
  }

  #requireWithin(start: number, end: number): void {
    const isSpan = Number.isSafeInteger(start) && Number.isSafeInteger(end) && 0 <= start
    if (!isSpan || start > end || end > (this.bytes ?? end))
      throw internalError(`bytes ${start} to ${end} of ${this.bytes ?? 'unknown'} were asked for`)
  }
}

class MemorySink implements Sink {
  #pieces: Uint8Array[] = []
  bytes = 0

  constructor(readonly validator: string | null) {}

  append(piece: Uint8Array): Promise<void> {
    this.#pieces.push(piece)
    this.bytes += piece.length
    return Promise.resolve()
  }

  restart(): Promise<void> {
    this.#pieces = []
    this.bytes = 0
    return Promise.resolve()
  }

  content(): Buffer {
    return Buffer.concat(this.#pieces)
  }
}

function retryOptions(
  route: HttpRoute,
  patience: Patience,
  { signal, onWaiting }: Pick<HttpOptions, 'signal' | 'onWaiting'>,
  bytesThere: () => number,
): RetryOptions {
  return {
    url: route.url,
    patience,
    signal,
    bytesThere,
    onWaiting: (reason, seconds) => onWaiting?.({ reason, seconds }),
  }
}

function withoutCredentials(url: URL): URL {
  const bare = new URL(url)
  bare.username = ''
  bare.password = ''
  return bare
}

function basicAuthorization({ username, password }: URL): string | undefined {
  if (username === '' && password === '') return undefined
  const credentials = `${decoded(username)}:${decoded(password)}`
  return `Basic ${Buffer.from(credentials).toString('base64')}`
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    // A percent sign that stands for itself.
    return text
  }
}
