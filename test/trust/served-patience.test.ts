import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { serving, type Serving } from '../bridge/serving'
import { allOf, goneWhile, openRaw, upgradeRequest } from './raw-socket'

const IDLE_MS = 250
const WINDOW = '0123456789abcdef0123456789abcdef'

let server: Serving
beforeAll(async () => (server = await serving({ idleMs: IDLE_MS })))
afterAll(() => server.close())

const begun = (method: string, path: string, ...headers: readonly string[]) =>
  [`${method} ${path} HTTP/1.1`, `host: ${server.host}`, ...headers, '', ''].join('\r\n')
const proof = () => [
  `origin: http://${server.host}`,
  `authorization: Bearer ${server.token}`,
  `x-glyphlab-window: ${WINDOW}`,
]

// Each of these writes on and on: a socket of which the server thinks no more ends none of them.
describe.concurrent('a socket goes in the end', () => {
  test.each<[string, () => string, string]>([
    ['that goes on with a header', () => begun('GET', '/').replace(/\r\n$/, 'x: '), 'y'],
    ['with headers', () => begun('GET', '/').replace(/\r\n$/, ''), 'x: y\r\n'],
    ['with the body of what needs none', () => begun('GET', '/', 'content-length: 9999'), 'y'],
    ['with the body of what is refused', () => begun('POST', '/', 'content-length: 9999'), 'y'],
    ['with files, and no token', () => begun('POST', '/hand-over', 'content-length: 9999'), 'y'],
    ['with files', () => begun('POST', '/hand-over', ...proof(), 'content-length: 900'), ' '],
    [
      'with chunks of files',
      () => begun('POST', '/hand-over', ...proof(), 'transfer-encoding: chunked'),
      '1\r\n \r\n',
    ],
    [
      'after it was no window of ours',
      () => upgradeRequest(server, { origin: 'http://evil.example' }),
      'x',
    ],
    [
      'after it was no WebSocket',
      () => upgradeRequest(server, { 'sec-websocket-version': '7' }),
      'x',
    ],
    [
      'after it had a wrong token',
      () => upgradeRequest(server, { 'sec-websocket-protocol': 'glyphlab.1, token.wrong' }),
      // A ping.
      '\x89\x80\0\0\0\0',
    ],
    ['after it was another protocol', () => upgradeRequest(server, { upgrade: 'h2c' }), 'x'],
    ['after it was no HTTP', () => 'hello\r\n\r\n', 'x'],
    ['with what is no HTTP at all', () => '\x16\x03\x01\x02\x00\x01', '\x00'],
  ])('%s', async (_, words, more) => {
    await goneWhile((await openRaw(server, words())).resume(), more)
  })

  test('without a word', async () => {
    expect(await allOf(await openRaw(server))).toMatch(/^(HTTP\/1.1 408 .*)?$/s)
  })

  test('after its answer', async () => {
    expect(await allOf(await openRaw(server, begun('HEAD', '/')))).toMatch(/^HTTP\/1.1 200 /)
  })

  test('asking, and reading nothing of it', async () => {
    const socket = await openRaw(server, begun('GET', '/').repeat(50_000))
    await goneWhile(socket.pause(), begun('GET', '/'))
  })
})

describe('of requests in one piece', () => {
  test('each is answered, in their order', async () => {
    const socket = await openRaw(
      server,
      `${begun('GET', '/')}${begun('HEAD', '/none')}`.repeat(100) + begun('POST', '/'),
    )
    const statuses = [...(await allOf(socket)).matchAll(/HTTP\/1\.1 (\d+) /g)].map(([, s]) => s)
    // What is not there ends the connection, as every refusal does: nothing behind it is heard.
    expect(statuses).toEqual(['200', '404'])
  })

  test('a hundred good ones are all answered', async () => {
    const socket = await openRaw(
      server,
      begun('GET', '/').repeat(99) + begun('GET', '/', 'connection: close'),
    )
    expect((await allOf(socket)).match(/HTTP\/1\.1 200 /g)).toHaveLength(100)
  })

  test.each<[string, readonly string[], string]>([
    ['a length and chunks', ['content-length: 4', 'transfer-encoding: chunked'], '0\r\n\r\n'],
    ['chunks and a length', ['transfer-encoding: chunked', 'content-length: 4'], '0\r\n\r\n'],
    ['two lengths', ['content-length: 0', 'content-length: 40'], ''],
    ['a length that is none', ['content-length: +0'], ''],
    ['chunks that are not the last coding', ['transfer-encoding: chunked, gzip'], '0\r\n\r\n'],
    ['chunks twice', ['transfer-encoding: chunked', 'transfer-encoding: chunked'], '0\r\n\r\n'],
    ['chunks in another spelling', ['transfer-encoding: xchunked'], '0\r\n\r\n'],
    ['a space in a name', ['content-length : 0'], ''],
    ['a header over two lines', ['x: y', ' content-length: 40'], ''],
    ['a zero in a header', ['x: a\0b'], ''],
    ['a line end of its own', ['x: y\ncontent-length: 40'], ''],
  ])('none is hidden behind %s', async (_, headers, body) => {
    const hidden = begun('GET', '/index.html')
    const answer = await allOf(
      await openRaw(server, begun('POST', '/', ...headers) + body + hidden),
    )
    expect(answer).toMatch(/^HTTP\/1\.1 40[05] /)
    expect(answer.match(/HTTP\/1\.1 /g)).toHaveLength(1)
  })

  test.each([
    ['an address', `GET /${'a'.repeat(70_000)} HTTP/1.1`, 431],
    ['headers', `GET / HTTP/1.1\r\n${'x: y\r\n'.repeat(20_000)}`, 431],
    ['a method', `${'A'.repeat(70_000)} / HTTP/1.1`, 400],
  ])('%s without an end is refused', async (_, words, status) => {
    expect(await allOf(await openRaw(server, words))).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `))
  })
})
