import { once } from 'node:events'
import type { IncomingMessage } from 'node:http'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ClientOptions } from 'ws'
import {
  REFUSED_CLOSE_CODE,
  REFUSED_SUBPROTOCOL,
  SUBPROTOCOL,
} from '../../src-preload/contract/bridge/wire'
import { openSocket, RawWindow, serving, type Serving } from './serving'

let server: Serving
beforeAll(async () => (server = await serving()))
afterAll(() => server.close())

const EVIL = 'evil.example'
/** What comes of windows that are gone is logged when it comes. */
const lastWarning = () => server.log.lines.findLast((line) => line.startsWith('warn '))

describe('an upgrade is refused', () => {
  const cases: readonly [string, (server: Serving) => ClientOptions, string][] = [
    ['from another site', () => ({ origin: `http://${EVIL}` }), 'a foreign origin'],
    ['from a page without an origin', () => ({ origin: 'null' }), 'a foreign origin'],
    ['without an origin', () => ({ origin: '' }), 'a foreign origin'],
    ['from another port', () => ({ origin: 'http://127.0.0.1:1' }), 'a foreign origin'],
    ['from a file', () => ({ origin: 'file://' }), 'a foreign origin'],
    [
      'from a name that begins as ours',
      ({ host }) => ({ origin: `http://${host}.evil.example` }),
      'a foreign origin',
    ],
    [
      'of a page that leads here (DNS rebinding)',
      () => ({ headers: { host: EVIL }, origin: `http://${EVIL}` }),
      'a foreign host',
    ],
  ]
  test.each(cases)('%s', async (_, options, why) => {
    const socket = openSocket(server, options(server))
    const [, response] = (await once(socket, 'unexpected-response')) as [unknown, IncomingMessage]
    expect(response.statusCode).toBe(403)
    expect(lastWarning()).toBe(`warn served: refused: ${why}`)
  })

  test('at another place', async () => {
    const socket = openSocket(server, {}, undefined, '/elsewhere')
    const [, response] = (await once(socket, 'unexpected-response')) as [unknown, IncomingMessage]
    expect(response.statusCode).toBe(403)
  })
})

test.each([
  ['http', '127.0.0.1'],
  ['https', 'localhost'],
])('a window of %s://%s:9999, the end of a tunnel, is let in', async (scheme, name) => {
  const host = `${name}:9999`
  const window = await RawWindow.open(server, {
    headers: { host },
    origin: `${scheme}://${host}`,
  })
  expect(await window.ask(1, 'nothing')).toMatchObject({ ok: false })
  window.socket.terminate()
})

describe('without the token a window is closed before it is heard:', () => {
  test.each<[string, (token: string) => string[]]>([
    ['no token', () => [SUBPROTOCOL, REFUSED_SUBPROTOCOL]],
    ['an empty one', () => [SUBPROTOCOL, 'token.']],
    ['a wrong one', () => [SUBPROTOCOL, `token.${'A'.repeat(43)}`]],
    ['a part of it', (token) => [SUBPROTOCOL, `token.${token.slice(0, -1)}`]],
    ['more than it', (token) => [SUBPROTOCOL, `token.${token}A`]],
    ['a wrong one before it', (token) => [SUBPROTOCOL, 'token.wrong', `token.${token}`]],
    ['another version of the protocol', (token) => ['glyphlab.0', `token.${token}`]],
  ])('%s', async (_, protocols) => {
    const socket = openSocket(
      server,
      {},
      [...protocols(server.token), REFUSED_SUBPROTOCOL].filter(
        (word, place, all) => all.indexOf(word) === place,
      ),
    )
    const messages: unknown[] = []
    socket.on('message', (data) => messages.push(data))
    socket.once('open', () => socket.send(JSON.stringify({ id: 1, name: 'app.info', params: {} })))
    const [code] = (await once(socket, 'close')) as [number]
    expect({ code, protocol: socket.protocol, messages }).toEqual({
      code: REFUSED_CLOSE_CODE,
      protocol: REFUSED_SUBPROTOCOL,
      messages: [],
    })
    expect(lastWarning()).toBe('warn served: refused: a wrong token, or none')
  })
})

test('nothing that was logged has the token', () => {
  expect(server.log.whole()).not.toContain(server.token)
})

test('of more than 32 windows the next is asked to come later, and can once one has gone', async () => {
  await using full = await serving()
  const windows = await Promise.all(Array.from({ length: 32 }, () => RawWindow.open(full)))
  const next = openSocket(full)
  expect(((await once(next, 'close')) as [number])[0]).toBe(1013)
  windows[0]?.socket.close()
  await windows[0]?.closed
  const later = await RawWindow.open(full)
  expect(await later.ask(1, 'nothing')).toMatchObject({ ok: false })
})
