import { once } from 'node:events'
import type { Socket } from 'node:net'
import { expect, test } from 'vitest'
import { preferencesSchema } from '../../src-preload/contract/preferences'
import { HAND_OVER_PATH, REQUEST_BYTES } from '../../src-preload/contract/bridge/hand-over-wire'
import { RawWindow, serving, type Serving } from '../bridge/serving'
import { standing, windowBridge } from '../bridge/window-bridge'
import { allOf, openRaw, upgradeRequest } from './raw-socket'

const PREFERENCES = preferencesSchema.parse({})
const ALL = 1_000
const WAVE = 40
/** Sockets that have not shown the token, as many as the server keeps. */
const MOST_UNPROVEN = 64

/** Sockets that say nothing, or nothing of use, each in its way. */
async function crowd(server: Serving, most = ALL): Promise<readonly Socket[]> {
  const words = [
    '',
    `GET / HTTP/1.1\r\nhost: ${server.host}\r\n\r\n`,
    `GET / HTTP/1.1\r\nhost: ${server.host}\r\nx: `,
    upgradeRequest(server, { 'sec-websocket-protocol': 'glyphlab.1, token.wrong' }),
  ]
  const sockets: Socket[] = []
  for (let count = 0; count < most; count += WAVE)
    sockets.push(
      ...(await Promise.all(
        Array.from({ length: WAVE }, async (_, place) =>
          (await openRaw(server, words[place % words.length])).resume(),
        ),
      )),
    )
  return sockets
}

const isGone = (socket: Socket) => socket.readableEnded || socket.destroyed

test('a thousand sockets that wait for nothing keep no window from its answers', async () => {
  await using server = await serving({
    handlers: { 'preferences.get': () => PREFERENCES },
  })
  const window = await RawWindow.open(server)
  const sender = windowBridge(server, server.token)
  await standing(sender, 'connected')
  let isOver = false
  const asking = async () => {
    let id = 0
    while (!isOver) {
      expect(await window.ask(++id, 'preferences.get')).toEqual({ ok: true, result: PREFERENCES })
      await new Promise((resolve) => setTimeout(resolve, 5))
    }
    return id
  }
  const asked = asking()
  const file = new File([new Uint8Array(8 * REQUEST_BYTES)], 'drawings.csv')
  const [sockets, sent] = await Promise.all([
    crowd(server),
    sender.handOver({
      items: [file],
      contents: () => Promise.resolve([{ file, path: file.name }]),
    }),
  ])
  expect(sockets).toHaveLength(ALL)
  expect(sent).toMatchObject({ ok: true, result: { bytes: 8 * REQUEST_BYTES } })
  // One that opens now finds its place.
  const another = await RawWindow.open(server)
  expect(await another.ask(1, 'preferences.get')).toMatchObject({ ok: true })

  // The rest had to give way at once, and not in their time: served-patience.test.ts is of that.
  await expect
    .poll(() => sockets.filter((socket) => !isGone(socket)).length)
    .toBeLessThanOrEqual(MOST_UNPROVEN)
  isOver = true
  expect(await asked).toBeGreaterThan(20)
  for (const socket of sockets) socket.destroy()
  sender.close()
})

test('what a window is sending does not give way to them', async () => {
  await using server = await serving()
  const head = [
    `POST ${HAND_OVER_PATH} HTTP/1.1`,
    `host: ${server.host}`,
    `origin: http://${server.host}`,
    `authorization: Bearer ${server.token}`,
    'x-glyphlab-window: 0123456789abcdef0123456789abcdef',
    ...['content-length: 21', 'connection: close', '', '{"files":1'],
  ]
  const sending = await openRaw(server, head.join('\r\n'))
  const answer = allOf(sending)
  const sockets = await crowd(server, 4 * MOST_UNPROVEN)
  const left = () => sockets.filter((socket) => !isGone(socket)).length
  await expect.poll(left).toBeLessThanOrEqual(MOST_UNPROVEN)
  sending.write(',"bytes":1}')
  expect(await answer).toContain('{"ok":true')
  for (const socket of sockets) socket.destroy()
})

test('windows that never answer give way to others', async () => {
  await using server = await serving({
    heartbeatMs: 500,
    handlers: { 'preferences.get': () => PREFERENCES },
  })
  // With the token, and dead since: as many as there is room for.
  await Promise.all(
    Array.from({ length: 32 }, async () => {
      const socket = await openRaw(server, upgradeRequest(server))
      await once(socket, 'readable')
    }),
  )
  await expect
    .poll(() => server.log.lines.filter((line) => line === 'info served: a window is gone').length)
    .toBe(32)
  const window = await RawWindow.open(server)
  expect(await window.ask(1, 'preferences.get')).toMatchObject({ ok: true })
})
