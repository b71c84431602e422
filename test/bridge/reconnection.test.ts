import { connect, createServer, type AddressInfo, type Socket } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import type { ConnectionState } from '../../src-preload/contract/bridge/bridge'
import { preferencesSchema } from '../../src-preload/contract/preferences'
import { runIdSchema } from '../../src-preload/contract/run'
import { GlyphlabError } from '../../src-main/core/errors'
import type { SocketBridge } from '../../src-renderer/bridge/socket-bridge'
import { serving, type Serving } from './serving'
import { standing, windowBridge } from './window-bridge'

const PREFERENCES = preferencesSchema.parse({ theme: 'dark' })
const handlers = { 'preferences.get': () => PREFERENCES }
const sound = { ok: true, result: PREFERENCES }

const bridges: SocketBridge[] = []
afterEach(() => {
  for (const bridge of bridges.splice(0)) bridge.close()
})

function open(server: Serving, token: string | null = server.token) {
  const bridge = windowBridge(server, token)
  bridges.push(bridge)
  const states: ConnectionState[] = []
  bridge.onConnection((state) => void states.push(state))
  return { bridge, states }
}

test('what is asked before the first connection is answered with it', async () => {
  await using server = await serving({ handlers })
  const { bridge, states } = open(server)
  expect(states).toEqual(['connecting'])
  expect(await bridge.request('preferences.get', {})).toEqual(sound)
  expect(states).toEqual(['connecting', 'connected'])
})

test('whenever it is asked, a request reaches the program once', async () => {
  const asked: string[] = []
  await using server = await serving({
    handlers: {
      'runs.open': ({ run }) => {
        asked.push(run)
        throw new GlyphlabError('run-missing', 'no such run')
      },
    },
  })
  const { bridge } = open(server)
  const ask = (run: string) => bridge.request('runs.open', { run: runIdSchema.parse(run) })
  const early = ask('early')
  await new Promise<void>((resolve) => {
    bridge.onConnection((state) => {
      if (state === 'connected') void ask('at-once').then(() => resolve())
    })
  })
  await Promise.all([early, ask('late')])
  expect(asked).toEqual(['early', 'at-once', 'late'])
})

test('a server that is gone is found again; subscriptions last, requests in hand do not', async () => {
  const never = new Promise<never>(() => undefined)
  const server = await serving({ handlers: { 'runs.list': () => never } })
  const { bridge, states } = open(server)
  const heard: string[] = []
  bridge.on('app.command', ({ command }) => void heard.push(command))
  await standing(bridge, 'connected')
  const inHand = bridge.request('runs.list', {})
  await bridge.request('preferences.get', {})
  await server.close()
  expect(await inHand).toMatchObject({ ok: false, error: { code: 'connection-lost' } })
  await standing(bridge, 'lost')
  expect(await bridge.request('preferences.get', {})).toMatchObject({
    ok: false,
    error: { code: 'connection-lost' },
  })

  await using again = await serving({ handlers, port: server.port, token: server.token })
  bridge.retryNow()
  await standing(bridge, 'connected')
  expect(states).toEqual(['connecting', 'connected', 'lost', 'connected'])
  expect(await bridge.request('preferences.get', {})).toEqual(sound)
  again.events.tell('app.command', { command: 'train' })
  await bridge.request('preferences.get', {})
  expect(heard).toEqual(['train'])
})

test('it is tried again without being told to', async () => {
  const server = await serving()
  const { bridge } = open(server)
  await standing(bridge, 'connected')
  await server.close()
  await standing(bridge, 'lost')
  await using again = await serving({ port: server.port, token: server.token })
  await standing(bridge, 'connected')
  expect(again.log.lines).toContain('info served: a window has come')
})

test('a connection that hangs is given up, and found again', async () => {
  await using server = await serving({ handlers })
  const sockets: Socket[] = []
  // A tunnel: what it holds comes through neither way, and nobody is told.
  const tunnel = createServer((near) => {
    const far = connect(server.port, '127.0.0.1')
    sockets.push(near, far)
    near.pipe(far).pipe(near)
    near.on('error', () => far.destroy())
    far.on('error', () => near.destroy())
  })
  await new Promise<void>((resolve) => tunnel.listen(0, '127.0.0.1', resolve))
  const { port } = tunnel.address() as AddressInfo
  const bridge = windowBridge({ host: `127.0.0.1:${port}` }, server.token, 100)
  bridges.push(bridge)
  await standing(bridge, 'connected')
  for (const socket of sockets) socket.unpipe().pause()
  const inHand = bridge.request('preferences.get', {})
  await standing(bridge, 'lost')
  expect(await inHand).toMatchObject({ ok: false, error: { code: 'connection-lost' } })
  await standing(bridge, 'connected')
  expect(await bridge.request('preferences.get', {})).toEqual(sound)
  bridge.close()
  for (const socket of sockets) socket.destroy()
  tunnel.close()
})

test('a server with another token refuses the window for good, until it has the new one', async () => {
  const server = await serving({ handlers })
  const { bridge, states } = open(server)
  await standing(bridge, 'connected')
  await server.close()
  await using again = await serving({ handlers, port: server.port })
  await standing(bridge, 'refused')
  expect(states).toEqual(['connecting', 'connected', 'lost', 'refused'])
  expect(await bridge.request('preferences.get', {})).toMatchObject({
    ok: false,
    error: { code: 'sender-refused' },
  })
  bridge.useToken(again.token)
  await standing(bridge, 'connected')
  expect(await bridge.request('preferences.get', {})).toEqual(sound)
})

test('a window that was opened without a token is refused', async () => {
  await using server = await serving()
  const { bridge, states } = open(server, null)
  await standing(bridge, 'refused')
  expect(states).toEqual(['refused'])
  expect(await bridge.request('app.info', {})).toMatchObject({
    ok: false,
    error: { code: 'sender-refused' },
  })
})

test('a window with a wrong token is never connected', async () => {
  await using server = await serving()
  const { bridge, states } = open(server, 'wrong')
  const asked = bridge.request('app.info', {})
  await standing(bridge, 'refused')
  expect(states).toEqual(['connecting', 'refused'])
  expect(await asked).toMatchObject({ ok: false, error: { code: 'sender-refused' } })
})

test('a window that was closed does not come again', async () => {
  await using server = await serving()
  const { bridge, states } = open(server)
  await standing(bridge, 'connected')
  bridge.close()
  bridge.retryNow()
  expect(states).toEqual(['connecting', 'connected', 'lost'])
})
