import { readFile } from 'node:fs/promises'
import { extname } from 'node:path'
import { protocol, type Protocol } from 'electron'
import { fileOf, isOurPage, SCHEME } from './page-address'

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
}

/** Nothing but files of the build: no inline script or style, no eval, no network, no frames. */
const CONTENT_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

const HEADERS = {
  'content-security-policy': CONTENT_POLICY,
  'x-content-type-options': 'nosniff',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
}

/** To be called before Electron is ready. */
export function registerAppScheme(): void {
  const privileges = { standard: true, secure: true, supportFetchAPI: true, codeCache: true }
  protocol.registerSchemesAsPrivileged([{ scheme: SCHEME, privileges }])
}

/** Answers the scheme from a folder of the build. */
export function serveAppScheme(of: Protocol, folder: string): void {
  of.handle(SCHEME, async (request) => {
    const file = request.method === 'GET' && isOurPage(request.url) && fileOf(request.url, folder)
    if (file === false) return new Response('refused', { status: 403, headers: HEADERS })
    try {
      const content = new Uint8Array(await readFile(file))
      const type = CONTENT_TYPES[extname(file)] ?? 'application/octet-stream'
      return new Response(content, { headers: { ...HEADERS, 'content-type': type } })
    } catch {
      return new Response('not found', { status: 404, headers: HEADERS })
    }
  })
}
