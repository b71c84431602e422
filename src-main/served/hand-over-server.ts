import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Answer } from '../../src-preload/contract/bridge/bridge'
import {
  HAND_OVER_PATH,
  LONGEST_HEAD,
  REQUEST_BYTES,
  TOKEN_HEADER,
  uploadStartSchema,
  WINDOW_HEADER,
  windowIdSchema,
} from '../../src-preload/contract/bridge/hand-over-wire'
import type { HandedOverFiles } from '../bridge/hand-over/handed-over-files'
import type { Log } from '../bridge/log'
import { wrongField } from '../bridge/wrong-field'
import { errorData, GlyphlabError } from '../core/errors'
import { hostOf, pathOf } from './answer-http'
import { isBearer } from './token'
import { Upload } from './upload'

/** A window that has lost its connection has as long to come back to what it has sent. */
const ABSENCE_MS = 60_000
/** Of all windows; each takes room. */
const MAXIMUM_UPLOADS = 16

export interface HandOverServerOptions {
  readonly handedOver: HandedOverFiles
  readonly hosts: ReadonlySet<string>
  readonly token: string
  readonly log: Log
  readonly absenceMs?: number | undefined
}

/** Takes the files that windows in browsers send, and keeps them as long as these windows are there. */
export class HandOverServer {
  readonly #options: HandOverServerOptions
  readonly #uploads = new Map<string, { readonly upload: Upload; readonly window: string }>()
  /** Those whose room is being looked for. */
  #beginning = 0
  /** How many sockets each window has: a new one may come before the old one is gone. */
  readonly #present = new Map<string, number>()
  readonly #absences = new Map<string, NodeJS.Timeout>()

  constructor(options: HandOverServerOptions) {
    this.#options = options
  }

  /** Whether a request is for this server, and not for a file of the window. */
  takes(request: IncomingMessage): boolean {
    const path = pathOf(request)
    return path === HAND_OVER_PATH || path.startsWith(`${HAND_OVER_PATH}/`)
  }

  /** @param onProven called once the request has shown that it is of a window of ours */
  async answer(
    request: IncomingMessage,
    response: ServerResponse,
    onProven: () => void = () => undefined,
  ): Promise<void> {
    const answer = await this.#answerOf(request, onProven)
    // Until a body was read to its end, no browser reads the answer.
    request.resume()
    response.writeHead(answer.ok ? 200 : 400, {
      'content-type': 'application/json; charset=utf-8',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'cross-origin-resource-policy': 'same-origin',
      ...(answer.ok ? {} : { connection: 'close' }),
    })
    response.end(JSON.stringify(answer))
  }

  /** A window's socket was let in. */
  came(window: string): void {
    clearTimeout(this.#absences.get(window))
    this.#absences.delete(window)
    this.#present.set(window, (this.#present.get(window) ?? 0) + 1)
  }

  /** A window's socket is gone: where it does not come back, what it has sent goes, too. */
  went(window: string): void {
    const left = (this.#present.get(window) ?? 1) - 1
    if (left > 0) this.#present.set(window, left)
    else {
      this.#present.delete(window)
      this.#expectBack(window)
    }
  }

  /** Drops what is under way. */
  async close(): Promise<void> {
    for (const timer of this.#absences.values()) clearTimeout(timer)
    this.#absences.clear()
    await Promise.all([...this.#uploads.keys()].map((id) => this.#drop(id)))
  }

  async #answerOf(request: IncomingMessage, onProven: () => void): Promise<Answer<unknown>> {
    try {
      const window = this.#requireWindow(request)
      onProven()
      // One whose socket never came, or has gone, has as long as any.
      if (!this.#present.has(window)) this.#expectBack(window)
      return { ok: true, result: await this.#take(request, window) }
    } catch (thrown) {
      const error = errorData(thrown)
      const { host, origin } = request.headers
      const details = { code: error.code, host, origin, path: pathOf(request) }
      this.#options.log.write('warn', 'served', `hand over: ${error.message}`, details)
      return { ok: false, error }
    }
  }

  /** The window that asks. @throws GlyphlabError `sender-refused` where it is none of ours */
  #requireWindow(request: IncomingMessage): string {
    const { hosts, token } = this.#options
    const host = hostOf(request, hosts)
    const origin = request.headers.origin?.toLowerCase()
    const isOurs = host !== null && (origin === `http://${host}` || origin === `https://${host}`)
    if (!isOurs) throw new GlyphlabError('sender-refused', 'files from a foreign page')
    if (!isBearer(request.headers[TOKEN_HEADER], token))
      throw new GlyphlabError('sender-refused', 'files with a wrong token, or none')
    const window = windowIdSchema.safeParse(request.headers[WINDOW_HEADER])
    if (!window.success) throw new GlyphlabError('sender-refused', 'files of no window')
    return window.data
  }

  async #take(request: IncomingMessage, window: string): Promise<object> {
    if (request.method !== 'POST')
      throw new GlyphlabError('request-invalid', 'files are sent by POST')
    const [id, step, ...rest] = pathOf(request)
      .slice(HAND_OVER_PATH.length + 1)
      .split('/')
    if (id === undefined || id === '') return this.#begin(request, window)
    const begun = this.#uploads.get(id)
    if (begun === undefined || begun.window !== window || rest.length > 0)
      throw new GlyphlabError(
        'request-invalid',
        'there is no such hand-over under way',
        'Drop or choose the files again.',
      )
    try {
      if (step === undefined) {
        await begun.upload.take(limited(request, REQUEST_BYTES + LONGEST_HEAD))
        return {}
      }
      if (step !== 'end')
        throw new GlyphlabError('request-invalid', 'there is no such step of a hand-over')
      const path = await begun.upload.finish()
      this.#uploads.delete(id)
      return await this.#options.handedOver.addCopy(path, begun.upload.folder, window)
    } catch (error) {
      await this.#drop(id)
      throw error
    }
  }

  async #begin(request: IncomingMessage, window: string): Promise<object> {
    const start = uploadStartSchema.safeParse(await jsonOf(request))
    if (!start.success) throw new GlyphlabError('request-invalid', wrongField(start.error))
    if (this.#uploads.size + this.#beginning >= MAXIMUM_UPLOADS)
      throw new GlyphlabError(
        'not-possible-here',
        'too many hand-overs are under way',
        'Try later.',
      )
    this.#beginning += 1
    try {
      const upload = await Upload.begin(await this.#options.handedOver.makeFolder(), start.data)
      this.#uploads.set(upload.id, { upload, window })
      return { upload: upload.id }
    } finally {
      this.#beginning -= 1
    }
  }

  async #drop(id: string): Promise<void> {
    const begun = this.#uploads.get(id)
    this.#uploads.delete(id)
    await begun?.upload.drop()
  }

  #expectBack(window: string): void {
    clearTimeout(this.#absences.get(window))
    const timer = setTimeout(() => {
      this.#absences.delete(window)
      void this.#options.handedOver.releaseOf(window)
      for (const [id, upload] of this.#uploads) if (upload.window === window) void this.#drop(id)
    }, this.#options.absenceMs ?? ABSENCE_MS)
    timer.unref()
    this.#absences.set(window, timer)
  }
}

const LONGEST_START = 1_000

async function jsonOf(request: IncomingMessage): Promise<unknown> {
  const pieces: Buffer[] = []
  for await (const piece of limited(request, LONGEST_START)) pieces.push(piece)
  try {
    return JSON.parse(Buffer.concat(pieces).toString())
  } catch {
    return undefined
  }
}

/** The body of a request, which ends with an error where it is longer than any of ours. */
async function* limited(request: IncomingMessage, mostBytes: number): AsyncIterable<Buffer> {
  let bytes = 0
  // Without an end of the connection: what is wrong has to be told.
  for await (const piece of request.iterator({ destroyOnReturn: false })) {
    if (!Buffer.isBuffer(piece)) continue
    bytes += piece.length
    if (bytes > mostBytes)
      throw new GlyphlabError('request-invalid', `more than ${mostBytes} bytes in one request`)
    yield piece
  }
}
