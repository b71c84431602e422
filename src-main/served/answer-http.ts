import type { IncomingMessage, ServerResponse } from 'node:http'
import { acceptedHost } from './allowed-hosts'
import { responseHeaders } from './response-headers'
import type { WindowFile } from './window-files'

export interface HttpOptions {
  readonly files: ReadonlyMap<string, WindowFile>
  readonly hosts: ReadonlySet<string>
  /** Told what was refused and why. */
  readonly onRefused: (why: string, details: object) => void
}

/** Sends a file of the window, or says in a line why not. Everything else of the program is asked by WebSocket. */
export function answerHttp(
  request: IncomingMessage,
  response: ServerResponse,
  { files, hosts, onRefused }: HttpOptions,
): void {
  const { method } = request
  const path = pathOf(request)
  const host = hostOf(request, hosts)
  if (host === null) {
    onRefused('a foreign host', { host: request.headers.host })
    refuse(response, 403, 'This server goes by another name: open the address that it printed.')
    return
  }
  for (const [name, value] of Object.entries(responseHeaders(host)))
    if (value !== undefined) response.setHeader(name, value)
  if (method !== 'GET' && method !== 'HEAD') {
    onRefused('a method', { method, path })
    response.setHeader('allow', 'GET, HEAD')
    refuse(response, 405, 'Only GET and HEAD are answered.')
    return
  }
  const file = files.get(path)
  if (file === undefined) {
    refuse(response, 404, 'There is no such file.')
    return
  }
  response.setHeader('content-type', file.contentType)
  response.setHeader('cache-control', file.cacheControl)
  response.setHeader('content-length', file.content.length)
  response.end(method === 'HEAD' ? undefined : file.content)
}

/** The Host header that a request has once, or null where it is not one of ours. */
export function hostOf(request: IncomingMessage, hosts: ReadonlySet<string>): string | null {
  const headers = request.headersDistinct['host'] ?? []
  return headers.length === 1 ? acceptedHost(headers[0], hosts) : null
}

/** Without what is behind it, which is nobody's business. */
export function pathOf({ url = '' }: IncomingMessage): string {
  return url.replace(/[?#].*$/s, '')
}

/** A body that comes with a refused request is not waited for. */
function refuse(response: ServerResponse, status: number, line: string): void {
  response.writeHead(status, {
    'content-type': 'text/plain; charset=utf-8',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    connection: 'close',
  })
  response.end(`${line}\n`)
}
