import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { pipeline } from 'node:stream/promises'
import { OFFERED_PATH, TOKEN_HEADER } from '../../src-preload/contract/bridge/hand-over-wire'
import { remove, type OfferedFile, type OfferedFiles } from '../bridge/hand-over/offered-files'
import type { Log } from '../bridge/log'
import { errorData, GlyphlabError } from '../core/errors'
import { hostOf, pathOf } from './answer-http'
import { isBearer } from './token'

export interface OfferedServerOptions {
  readonly offered: Pick<OfferedFiles, 'take'>
  readonly hosts: ReadonlySet<string>
  readonly token: string
  readonly log: Log
}

/** Sends the files that were made for windows in browsers: to those that know the token, each once. */
export class OfferedServer {
  constructor(private readonly options: OfferedServerOptions) {}

  /** Whether a request is for this server, and not for a file of the window. */
  takes(request: IncomingMessage): boolean {
    return pathOf(request).startsWith(`${OFFERED_PATH}/`)
  }

  /** @param onProven called once the token was right */
  async answer(
    request: IncomingMessage,
    response: ServerResponse,
    onProven: () => void,
  ): Promise<void> {
    try {
      const file = this.#fileFor(request)
      onProven()
      try {
        await send(file, response)
      } finally {
        await remove(file)
      }
    } catch (thrown) {
      const error = errorData(thrown)
      const { host, origin } = request.headers
      const details = { code: error.code, host, origin }
      this.options.log.write('warn', 'served', `offered: ${error.message}`, details)
      // A reader who has left is told nothing.
      if (response.headersSent) response.destroy()
      else refuse(response, error)
    }
  }

  /** @throws GlyphlabError `sender-refused`, `request-invalid` */
  #fileFor(request: IncomingMessage): OfferedFile {
    const { hosts, token, offered } = this.options
    const host = hostOf(request, hosts)
    const origin = request.headers.origin?.toLowerCase()
    // Of a page of its own a browser says nothing when it fetches.
    const isOurs =
      origin === undefined || origin === `http://${host}` || origin === `https://${host}`
    if (host === null || !isOurs)
      throw new GlyphlabError('sender-refused', 'a file for a foreign page')
    if (!isBearer(request.headers[TOKEN_HEADER], token))
      throw new GlyphlabError('sender-refused', 'a file with a wrong token, or none')
    if (request.method !== 'GET')
      throw new GlyphlabError('request-invalid', 'files are fetched by GET')
    const file = offered.take(pathOf(request).slice(OFFERED_PATH.length + 1))
    if (file === null)
      throw new GlyphlabError(
        'request-invalid',
        'there is no such file any more',
        'Export it again.',
      )
    return file
  }
}

async function send({ path }: OfferedFile, response: ServerResponse): Promise<void> {
  const { size } = await stat(path)
  response.writeHead(200, {
    'content-type': 'application/octet-stream',
    'content-length': size,
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'cross-origin-resource-policy': 'same-origin',
  })
  await pipeline(createReadStream(path), response)
}

function refuse(response: ServerResponse, error: object): void {
  response.writeHead(400, {
    'content-type': 'application/json; charset=utf-8',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    connection: 'close',
  })
  response.end(JSON.stringify({ ok: false, error }))
}
