import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { WebSocket } from 'ws'
import { HAND_OVER_PATH, OFFERED_PATH } from '../../src-preload/contract/bridge/hand-over-wire'
import { REFUSED_CLOSE_CODE, SUBPROTOCOL } from '../../src-preload/contract/bridge/wire'
import { openSocket, RawWindow, serving, type Serving } from '../bridge/serving'
import { allOf, openRaw, upgradeRequest } from './raw-socket'

// What test/bridge/served-access.test.ts begins, at every door: files, WebSocket, what is handed over and
// what is fetched.

const WINDOW = '0123456789abcdef0123456789abcdef'

let server: Serving
beforeAll(async () => (server = await serving()))
afterAll(() => server.close())

type Headers = Readonly<Record<string, string | null>>

const statusOf = (answer: string) => Number(/^HTTP\/1\.1 (\d+) /.exec(answer)?.[1])

async function sent(
  method: string,
  path: string,
  changes: Headers = {},
  body = '',
): Promise<string> {
  const headers: Headers = {
    host: server.host,
    'content-length': String(body.length),
    connection: 'close',
    ...changes,
  }
  const lines = Object.entries(headers).flatMap(([name, value]) =>
    value === null ? [] : [`${name}: ${value}`],
  )
  return allOf(
    await openRaw(server, `${method} ${path} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n${body}`),
  )
}

const upgraded = async (changes: Headers, path?: string) =>
  allOf(await openRaw(server, upgradeRequest(server, changes, path)))

/** What a window of ours would send to hand a file over; nothing comes of it where it is changed. */
const handedOver = (changes: Headers, path = HAND_OVER_PATH) =>
  sent(
    'POST',
    path,
    {
      origin: `http://${server.host}`,
      authorization: `Bearer ${server.token}`,
      'x-glyphlab-window': WINDOW,
      ...changes,
    },
    '{"files":1,"bytes":1}',
  )

/** What a window of ours would send to fetch a file that was made for it. */
const fetched = (changes: Headers, query = '') =>
  sent('GET', `${OFFERED_PATH}/none${query}`, {
    origin: `http://${server.host}`,
    authorization: `Bearer ${server.token}`,
    ...changes,
  })

test('each door opens to a window of ours', async () => {
  expect(statusOf(await sent('GET', '/'))).toBe(200)
  expect(await handedOver({})).toContain('{"ok":true')
  expect(await fetched({})).toContain('"code":"request-invalid"')
  await using window = disposable(await RawWindow.open(server))
  expect(await window.of.ask(1, 'nothing')).toMatchObject({ error: { code: 'request-unknown' } })
})

describe('a page that leads here by a name of its own (DNS rebinding) gets nothing:', () => {
  test.each([
    'evil.example',
    'localhost.',
    'localhost.evil.example',
    'LOCALHOST.EVIL.EXAMPLE',
    '127.0.0.1.nip.example:8317',
    'evil.example:8317@localhost',
    'localhost@evil.example',
    'localhost:8317:8317',
    'localhost:',
    'localhost:8317/',
    'localhost evil.example',
    'localhost,evil.example',
    '127.1',
    '2130706433',
    '0x7f000001',
    '0177.0.0.1',
    '0.0.0.0:8317',
    '[::]:8317',
    '[::1',
    '[::1%25lo]:8317',
    '[::ffff:127.0.0.1]:8317',
    'https://localhost',
    '',
  ])('%j', async (host) => {
    // The name alone is what is wrong: the page's origin and the token fit it.
    const origin = `http://${host}`
    expect(statusOf(await sent('GET', '/', { host }))).toBe(403)
    expect(statusOf(await upgraded({ host, origin }))).toBe(403)
    expect(await handedOver({ host, origin })).toContain('"code":"sender-refused"')
    expect(await fetched({ host, origin })).toContain('"code":"sender-refused"')
  })

  test('two names, of which one is ours', async () => {
    const two = `${server.host}\r\nhost: evil.example`
    for (const host of [two, two.split('\r\nhost: ').reverse().join('\r\nhost: ')]) {
      expect(statusOf(await sent('GET', '/', { host }))).toBe(403)
      expect(statusOf(await upgraded({ host }))).toBe(403)
      expect(await handedOver({ host })).toContain('"code":"sender-refused"')
    }
  })

  test('none', async () => {
    expect(statusOf(await sent('GET', '/', { host: null }))).toBe(400)
    expect(statusOf(await upgraded({ host: null }))).toBe(403)
  })

  test('a whole address in the place of a path', async () => {
    for (const address of ['http://evil.example', `http://${server.host}`]) {
      expect(statusOf(await sent('GET', `${address}/`))).toBe(404)
      expect(statusOf(await upgraded({}, `${address}/bridge`))).toBe(403)
      expect(statusOf(await handedOver({}, `${address}${HAND_OVER_PATH}`))).toBe(405)
    }
  })
})

describe('a page of another site gets nothing:', () => {
  test.each<[string, (server: Serving) => string | null]>([
    ['one without an origin', () => 'null'],
    ['none', () => null],
    ['another site', () => 'https://evil.example'],
    ['another port', () => 'http://127.0.0.1:1'],
    ['no port', () => 'http://127.0.0.1'],
    ['another name of this machine', ({ port }) => `http://localhost:${port}`],
    ['a part of our name', ({ host }) => `http://sub.${host}`],
    ['our name and more', ({ host }) => `http://${host}.evil.example`],
    ['our name as a user', ({ host }) => `http://${host}@evil.example`],
    ['a path', ({ host }) => `http://${host}/`],
    ['another scheme', ({ host }) => `ws://${host}`],
    ['the desktop application', () => 'app://glyphlab'],
    ['an extension', () => 'chrome-extension://abcdefghijklmnop'],
    ['a file', () => 'file://'],
    ['two', ({ host }) => `http://${host}, https://evil.example`],
  ])('%s', async (_, originOf) => {
    const origin = originOf(server)
    // What a page can say of itself besides does not help it.
    const claims = { origin, 'sec-fetch-site': 'same-origin', referer: `http://${server.host}/` }
    expect(statusOf(await upgraded(claims))).toBe(403)
    expect(await handedOver(claims)).toContain('"code":"sender-refused"')
    // A browser says nothing of the origin where a page fetches from its own.
    if (origin !== null) expect(await fetched(claims)).toContain('"code":"sender-refused"')
  })

  test('what a form can send', async () => {
    const form = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data'])
      for (const path of ['/', '/bridge', HAND_OVER_PATH]) {
        const answer = await sent('POST', path, { ...form, 'content-type': type }, '{"id":1}')
        expect([400, 405]).toContain(statusOf(answer))
      }
  })

  test('a permission to ask', async () => {
    const asked = {
      origin: 'https://evil.example',
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'authorization',
      'access-control-request-private-network': 'true',
    }
    for (const path of ['/', '/bridge', HAND_OVER_PATH]) {
      const answer = await sent('OPTIONS', path, asked)
      expect([400, 405]).toContain(statusOf(answer))
      expect(answer.toLowerCase()).not.toContain('access-control-')
    }
  })

  test('a file that it can show, or read', async () => {
    const answer = await sent('GET', '/', { origin: 'https://evil.example' })
    expect(answer).toContain('cross-origin-resource-policy: same-origin')
    expect(answer).toContain("frame-ancestors 'none'")
    expect(answer.toLowerCase()).not.toContain('access-control-')
  })
})

describe('a token is taken in its place alone, not', () => {
  test.each<[string, (token: string) => Record<string, string>, ((token: string) => string)?]>([
    ['as a cookie', (token) => ({ cookie: `token=${token}` })],
    [
      'as what a page may name',
      (token) => ({ 'x-glyphlab-token': token, referer: `/#token=${token}` }),
    ],
    ['as a password', (token) => ({ authorization: `Basic ${btoa(`token:${token}`)}` })],
    ['bare', (token) => ({ authorization: token })],
    ['in other letters', (token) => ({ authorization: `Bearer ${token.toLowerCase()}` })],
    ['in part', (token) => ({ authorization: `Bearer ${token.slice(0, -1)}` })],
    ['in the address', () => ({}), (token) => `?token=${token}`],
  ])('%s', async (_, headersOf, queryOf = () => '') => {
    const headers = headersOf(server.token)
    const query = queryOf(server.token)
    const changed = { authorization: null, ...headers }
    expect(await handedOver(changed, `${HAND_OVER_PATH}${query}`)).toContain('"sender-refused"')
    expect(await fetched(changed, query)).toContain('"sender-refused"')
    const socket = openSocket(server, { headers }, [SUBPROTOCOL], `/bridge${query}`)
    // At another place than ours there is no WebSocket that could be closed.
    expect(await closeCodeOf(socket)).toBe(query === '' ? REFUSED_CLOSE_CODE : 1006)
  })

  test('of an earlier server at the same place', async () => {
    const before = await serving()
    await before.close()
    await using now = await serving({ port: before.port })
    expect(now.token).not.toBe(before.token)
    const socket = openSocket({ host: now.host, token: before.token })
    expect(await closeCodeOf(socket)).toBe(REFUSED_CLOSE_CODE)
  })

  test('and it is told to nobody', async () => {
    const answers = [
      await sent('GET', '/'),
      await upgraded({ origin: 'null' }),
      await handedOver({}),
    ]
    expect(answers.join()).not.toContain(server.token)
    expect(server.log.whole()).not.toContain(server.token)
  })
})

async function closeCodeOf(socket: WebSocket): Promise<number> {
  return new Promise((resolve) => socket.once('close', resolve))
}

function disposable(window: RawWindow) {
  return {
    of: window,
    [Symbol.asyncDispose]: async () => {
      window.socket.terminate()
      await window.closed
    },
  }
}
