import { request, type IncomingHttpHeaders, type RequestOptions } from 'node:http'
import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ASSET, SECRET, serving, type Serving } from './serving'

let server: Serving
beforeAll(async () => (server = await serving()))
afterAll(() => server.close())

interface HttpAnswer {
  readonly status: number | undefined
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

async function ask(path: string, options: RequestOptions = {}): Promise<HttpAnswer> {
  return new Promise((resolve, reject) => {
    const asked = request({ host: '127.0.0.1', port: server.port, path, ...options })
    asked.once('error', reject)
    asked.once('response', (response) => {
      const { statusCode: status, headers } = response
      text(response).then((body) => resolve({ status, headers, body }), reject)
    })
    asked.end()
  })
}

/** For what no client library would send. */
async function sendRaw(words: string): Promise<string> {
  const socket = connect(server.port, '127.0.0.1')
  socket.end(words)
  return text(socket)
}

test('the window is sent with headers that let in nothing else', async () => {
  const { status, headers, body } = await ask('/')
  expect({ status, body }).toEqual({ status: 200, body: '<!doctype html><title>window</title>' })
  expect(headers).toMatchObject({
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': [
      "default-src 'none'",
      "script-src 'self'",
      "style-src 'self'",
      "img-src 'self' data: blob:",
      "font-src 'self'",
      `connect-src 'self' ws://${server.host} wss://${server.host}`,
      "base-uri 'none'",
      "form-action 'none'",
      "frame-ancestors 'none'",
    ].join('; '),
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'cache-control': 'no-store',
  })
  expect(headers['access-control-allow-origin']).toBeUndefined()
})

test('a file with a hash in its name is kept for good', async () => {
  const { status, headers, body } = await ask(ASSET)
  expect({ status, body }).toEqual({ status: 200, body: 'export {}' })
  expect(headers).toMatchObject({
    'content-type': 'text/javascript; charset=utf-8',
    'cache-control': 'public, max-age=31536000, immutable',
  })
})

test('HEAD is answered without a body, and a query is of no account', async () => {
  const { status, headers, body } = await ask('/?x=1#y', { method: 'HEAD' })
  expect({ status, body }).toEqual({ status: 200, body: '' })
  expect(headers['content-length']).toBe('36')
})

describe('nothing outside the folder is sent:', () => {
  test.each([
    '/../secret.txt',
    '/assets/../../secret.txt',
    '/%2e%2e/secret.txt',
    '/..%2fsecret.txt',
    '/%2e%2e%2fsecret.txt',
    '/..%5csecret.txt',
    '/..\\secret.txt',
    '//secret.txt',
    '/....//secret.txt',
    '/%252e%252e/secret.txt',
    '/%c0%ae%c0%ae/secret.txt',
    '/index.html%00/../../secret.txt',
    '/assets/',
    '/assets',
    '/__proto__',
    '/%',
  ])('%s', async (path) => {
    const { status, body } = await ask(path)
    expect(status).toBe(404)
    expect(body).not.toContain(SECRET)
  })
})

test.each(['POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS'])('%s is refused', async (method) => {
  const { status, headers } = await ask('/', { method })
  expect(status).toBe(405)
  expect(headers.allow).toBe('GET, HEAD')
  expect(server.log.lines.at(-1)).toBe('warn served: refused: a method')
})

test('TRACE and CONNECT come to nothing', async () => {
  expect((await ask('/', { method: 'TRACE' })).status).toBe(405)
  expect(await sendRaw(`CONNECT evil.example:80 HTTP/1.1\r\nHost: ${server.host}\r\n\r\n`)).toBe('')
})

test.each(['evil.example', `evil.example:80`, 'localhost.evil.example', '192.0.2.7'])(
  'a page of %s that leads here (DNS rebinding) is refused',
  async (host) => {
    const { status, headers, body } = await ask('/', { headers: { host } })
    expect(status).toBe(403)
    expect(headers['content-type']).toBe('text/plain; charset=utf-8')
    expect(body).toBe('This server goes by another name: open the address that it printed.\n')
    expect(server.log.lines.at(-1)).toBe('warn served: refused: a foreign host')
  },
)

test.each(['localhost:9999', '127.0.0.1', '[::1]:80'])(
  'the end of a tunnel, %s, is let in',
  async (host) => {
    expect((await ask('/', { headers: { host } })).status).toBe(200)
  },
)

test.each([
  ['no Host', 'GET / HTTP/1.1\r\n\r\n', 400],
  ['no Host, as of old', 'GET / HTTP/1.0\r\n\r\n', 403],
  ['two Hosts', 'GET / HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n\r\n', 403],
  ['a whole address', 'GET http://evil.example/ HTTP/1.1\r\nHost: localhost\r\n\r\n', 404],
  ['no HTTP', 'hello\r\n\r\n', 400],
  ['a header without end', `GET / HTTP/1.1\r\nx: ${'y'.repeat(100_000)}`, 431],
])('a request with %s is refused', async (_, words, status) => {
  expect(await sendRaw(words)).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `))
})

test('nothing that was logged has the token', async () => {
  await ask(`/?token=${server.token}`, { method: 'POST' })
  await ask('/', { headers: { host: 'evil.example' } })
  expect(server.log.whole()).toContain('evil.example')
  expect(server.log.whole()).not.toContain(server.token)
})
