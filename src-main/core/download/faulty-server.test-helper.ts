import { createHash } from 'node:crypto'
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type RequestListener,
  type ServerResponse,
} from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import { setTimeout as sleep } from 'node:timers/promises'

/**
 * A real HTTP server that misbehaves as told:
 *
 * ```ts
 * await using server = await startFaultyServer({
 *   '/good.zip': bytes, // ranges, If-Range and a strong ETag, as a good server has them
 *   '/cut.zip': { bytes, faults: [{}, { cutAfter: 100 }] }, // the second request of this path is cut, no other
 *   '/down.zip': { bytes, always: { status: 503 } }, // each request
 *   '/moved.zip': { always: { redirectTo: '/good.zip' } },
 *   '/own.zip': { bytes, always: (request) => ({ wrongBytes: request.count < 3 }) },
 * })
 * await openRemoteFile(server.url('/cut.zip'), {})
 * expect(server.requests.map((request) => request.headers.range)).toEqual(['bytes=0-0', undefined])
 * ```
 *
 * `faults[n]` adds to `always` for the n-th request of that path, from 0; `openRemoteFile` makes the first.
 * Any path that is not served gives 404. Everything that was asked is in `requests`, in order.
 */
export async function startFaultyServer(
  files: Readonly<Record<string, Uint8Array | ServedFile>>,
  options: { readonly tls?: { readonly key: string; readonly cert: string } } = {},
): Promise<FaultyServer> {
  const served = new Map(Object.entries(files))
  const requests: RecordedRequest[] = []
  const counts = new Map<string, number>()
  const stopping = new AbortController()

  const listener: RequestListener = (request, response) => {
    const path = new URL(request.url ?? '/', 'http://any').pathname
    const count = counts.get(path) ?? 0
    counts.set(path, count + 1)
    const recorded = {
      method: request.method ?? '',
      url: request.url ?? '',
      path,
      count,
      headers: request.headers,
    }
    requests.push(recorded)
    response.on('error', () => undefined)
    const found = served.get(path)
    if (found === undefined) return void response.writeHead(404).end('nothing here\n')
    const file = found instanceof Uint8Array ? { bytes: found } : found
    const always = typeof file.always === 'function' ? file.always(recorded) : file.always
    const behaviour = { ...always, ...file.faults?.[count] }
    answer(request, response, file.bytes ?? new Uint8Array(), behaviour, stopping.signal).catch(
      () => response.destroy(),
    )
  }
  const server = options.tls ? createSecureServer(options.tls, listener) : createServer(listener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the server has no port')
  const scheme = options.tls ? 'https' : 'http'
  const origin = `${scheme}://127.0.0.1:${address.port}`
  return {
    origin,
    localhost: `${scheme}://localhost:${address.port}`,
    port: address.port,
    requests,
    url: (path) => origin + path,
    serve(path, file) {
      served.set(path, file)
      counts.delete(path)
    },
    async [Symbol.asyncDispose]() {
      stopping.abort()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

export interface FaultyServer extends AsyncDisposable {
  /** `http://127.0.0.1:<port>` */
  readonly origin: string
  /** The same server under another name: another origin to a client. */
  readonly localhost: string
  readonly port: number
  /** All requests so far, in order. */
  readonly requests: readonly RecordedRequest[]
  url(path: string): string
  /** Serves something else at a path from now on; its requests are counted anew. */
  serve(path: string, file: Uint8Array | ServedFile): void
}

export interface RecordedRequest {
  readonly method: string
  /** As it was asked: path and query. */
  readonly url: string
  readonly path: string
  /** How many requests of this path there were before. */
  readonly count: number
  /** By lower-case name. */
  readonly headers: IncomingHttpHeaders
}

export interface ServedFile {
  readonly bytes?: Uint8Array
  /** What goes wrong at every request. */
  readonly always?: Behaviour | ((request: RecordedRequest) => Behaviour)
  /** What goes wrong at the n-th request of this path, on top of `always`. */
  readonly faults?: readonly Behaviour[]
}

/** What a server does other than a good one. Lengths are bytes of the body of this one answer. */
export interface Behaviour {
  /** Answers with this status and a short text in place of the file. */
  readonly status?: number
  /** Of `Retry-After`, with `status`. */
  readonly retryAfter?: string
  /** Of `Location`, absolute or a path; the status is 302 unless `status` says otherwise. */
  readonly redirectTo?: string
  /** Never answers. */
  readonly silent?: boolean
  /** Closes the connection after so many bytes; -1 before any header. */
  readonly cutAfter?: number
  /** Sends nothing more after so many bytes, and keeps the connection. */
  readonly stallAfter?: number
  /** Sends so many bytes at a time, with a pause between. */
  readonly trickle?: { readonly bytes: number; readonly pauseMs: number }
  /** Sends 200 and the whole, whatever range is asked. */
  readonly ignoreRanges?: boolean
  /** Sends the range asked for even where If-Range names another version. */
  readonly ignoreIfRange?: boolean
  /** Refuses every range with 416. */
  readonly refuseRanges?: boolean
  /** Of a range no more than so many bytes are sent, and `Content-Range` says so. */
  readonly rangeLimit?: number
  /** In place of the range's own `Content-Range`; null leaves it out. */
  readonly contentRange?: string | null
  /** As it is written, quotes included; null sends none. A strong one of the bytes where left out. */
  readonly etag?: string | null
  /** None where left out. */
  readonly lastModified?: string
  /** Every byte of the body is another. */
  readonly wrongBytes?: boolean
  /** In place of the right one. Where it is larger than the body, the connection is cut at its end. */
  readonly contentLength?: number
  /** No `Content-Length`: the body comes in chunks. */
  readonly chunked?: boolean
  /** Bytes that follow the body, of which nothing was said: with `chunked` they are part of it. */
  readonly extraBytes?: number
  /** Says so; the bytes stay as they are. */
  readonly contentEncoding?: string
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  whole: Uint8Array,
  behaviour: Behaviour,
  stopped: AbortSignal,
): Promise<void> {
  if (behaviour.silent === true) return
  if (behaviour.cutAfter === -1) return void request.socket.destroy()
  const { status, redirectTo, retryAfter } = behaviour
  if (redirectTo !== undefined)
    return void response.writeHead(status ?? 302, { location: redirectTo }).end('moved\n')
  if (status !== undefined)
    return void response
      .writeHead(status, retryAfter === undefined ? {} : { 'retry-after': retryAfter })
      .end('no\n')

  const validators = validatorsOf(whole, behaviour)
  const range = rangeAsked(request.headers, whole.length, validators, behaviour)
  if (range === 'unsatisfiable')
    return void response.writeHead(416, { 'content-range': `bytes */${whole.length}` }).end()
  const [start, end] = range ?? [0, whole.length]
  const body = bodyOf(whole.subarray(start, end), behaviour)

  if (behaviour.ignoreRanges !== true) response.setHeader('accept-ranges', 'bytes')
  if (validators.etag !== null) response.setHeader('etag', validators.etag)
  if (validators.lastModified !== null) response.setHeader('last-modified', validators.lastModified)
  if (behaviour.contentEncoding !== undefined)
    response.setHeader('content-encoding', behaviour.contentEncoding)
  if (behaviour.chunked !== true)
    response.setHeader('content-length', behaviour.contentLength ?? end - start)
  const contentRange =
    behaviour.contentRange === undefined
      ? `bytes ${start}-${end - 1}/${whole.length}`
      : behaviour.contentRange
  if (range !== null && contentRange !== null) response.setHeader('content-range', contentRange)
  response.strictContentLength = false
  response.writeHead(range === null ? 200 : 206)
  if (request.method === 'HEAD') return void response.end()
  response.flushHeaders()
  await sendBody(response, body, behaviour, stopped)
}

async function sendBody(
  response: ServerResponse,
  body: Uint8Array,
  behaviour: Behaviour,
  stopped: AbortSignal,
): Promise<void> {
  const { cutAfter, stallAfter, trickle } = behaviour
  const sent = body.subarray(0, cutAfter ?? stallAfter ?? body.length)
  const pieceBytes = trickle?.bytes ?? 65_536
  for (let from = 0; from < sent.length && !response.destroyed; from += pieceBytes) {
    const piece = sent.subarray(from, from + pieceBytes)
    await new Promise<void>((resolve) => response.write(piece, () => resolve()))
    if (trickle) await sleep(trickle.pauseMs, undefined, { signal: stopped, ref: false })
  }
  if (stallAfter !== undefined) return
  const promised = behaviour.contentLength ?? 0
  if (cutAfter !== undefined || promised > body.length) response.socket?.destroySoon()
  else response.end()
}

function bodyOf(bytes: Uint8Array, { wrongBytes, extraBytes }: Behaviour): Uint8Array {
  const right = wrongBytes === true ? bytes.map((byte) => 255 - byte) : bytes
  return extraBytes === undefined ? right : Buffer.concat([right, Buffer.alloc(extraBytes, 7)])
}

interface Validators {
  readonly etag: string | null
  readonly lastModified: string | null
}

function validatorsOf(bytes: Uint8Array, behaviour: Behaviour): Validators {
  const etag =
    behaviour.etag === undefined
      ? `"${createHash('sha256').update(bytes).digest('hex').slice(0, 16)}"`
      : behaviour.etag
  return { etag, lastModified: behaviour.lastModified ?? null }
}

/** Null for the whole file. Of ranges, only the one kind that the client sends is known. */
function rangeAsked(
  headers: IncomingHttpHeaders,
  length: number,
  { etag, lastModified }: Validators,
  behaviour: Behaviour,
): readonly [start: number, end: number] | null | 'unsatisfiable' {
  if (headers.range === undefined || behaviour.ignoreRanges === true) return null
  if (behaviour.refuseRanges === true) return 'unsatisfiable'
  const ifRange = headers['if-range']
  // A weak ETag never matches (RFC 9110, section 13.1.5).
  const isSame = ifRange === lastModified || (ifRange === etag && !etag?.startsWith('W/'))
  if (ifRange !== undefined && !isSame && behaviour.ignoreIfRange !== true) return null
  const [, first = '', last = ''] = /^bytes=(\d+)-(\d*)$/.exec(headers.range) ?? []
  const start = Number(first)
  if (first === '' || start >= length) return 'unsatisfiable'
  const end = last === '' ? length : Math.min(Number(last) + 1, length)
  return [start, Math.min(end, start + (behaviour.rangeLimit ?? length))]
}
