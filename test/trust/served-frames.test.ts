import { once } from 'node:events'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { preferencesSchema } from '../../src-preload/contract/preferences'
import { REFUSED_CLOSE_CODE, SUBPROTOCOL } from '../../src-preload/contract/bridge/wire'
import { openSocket, RawWindow, serving, type Serving } from '../bridge/serving'
import { allOf, frameOf, openRaw, upgradeRequest } from './raw-socket'

const PREFERENCES = preferencesSchema.parse({})
const CONTINUATION = 0
const TEXT = 1
const PING = 9
const CLOSE = 8
const RESERVED = 3
const FIN = 0x80
const COMPRESSED = 0x40

let server: Serving
let other: RawWindow
beforeAll(async () => {
  server = await serving({ handlers: { 'preferences.get': () => PREFERENCES } })
  other = await RawWindow.open(server)
})
afterAll(() => server.close())

/** What a window with the token is closed with that sends this. */
async function closedWith(frames: readonly Buffer[]): Promise<number | null> {
  const socket = await openRaw(server, upgradeRequest(server))
  await once(socket, 'readable')
  for (const frame of frames) socket.write(frame)
  return closeCodeIn(await allOf(socket))
}

function framesIn(answer: string): Buffer {
  return Buffer.from(answer.slice(answer.indexOf('\r\n\r\n') + 4), 'latin1')
}

/** Null where the first frame that came back is no close. */
function closeCodeIn(answer: string): number | null {
  const frames = framesIn(answer)
  return frames[0] === (FIN | CLOSE) ? frames.readUInt16BE(2) : null
}

const flood = (count: number, payload: string | Buffer) => {
  const rest = frameOf(payload, { bits: 0, opcode: CONTINUATION })
  return [frameOf('"', { bits: 0, opcode: TEXT }), ...Array.from({ length: count }, () => rest)]
}

let asked = 0
test.each<[string, readonly Buffer[], number]>([
  ['a message that says to be longer than any', [frameOf('', { length: 2n ** 62n })], 1009],
  ['a message of three MiB', [frameOf('', { length: 3n * 2n ** 20n })], 1009],
  ['pieces without an end', flood(40, Buffer.alloc(65_000, 'x')), 1009],
  ['many tiny pieces without an end', flood(20_000, 'x'), 1008],
  ['many empty pieces without an end', flood(20_000, ''), 1008],
  ['a compressed message', [frameOf('x', { bits: FIN | COMPRESSED })], 1002],
  ['a message without a mask', [frameOf('{}', { isMasked: false })], 1002],
  ['a kind that there is not', [frameOf('x', { opcode: RESERVED })], 1002],
  ['a piece of nothing', [frameOf('x', { opcode: CONTINUATION })], 1002],
  [
    'a message within a message',
    [frameOf('x', { bits: 0 }), frameOf('{"id":1,"name":"preferences.get","params":{}}')],
    1002,
  ],
  ['a ping in pieces', [frameOf('x', { bits: 0, opcode: PING })], 1002],
  ['a ping that is too long', [frameOf('x'.repeat(126), { opcode: PING })], 1002],
  ['a close of one byte', [frameOf('x', { opcode: CLOSE })], 1002],
  ['a close for a reason that there is not', [frameOf('\x01\x02', { opcode: CLOSE })], 1002],
  [
    'text that is no UTF-8, in pieces',
    flood(1, Buffer.from([0xff])).with(-1, frameOf(Buffer.from([0xff]), { opcode: CONTINUATION })),
    1007,
  ],
])('%s ends the window that sends it, and no other', async (_, frames, code) => {
  expect(await closedWith(frames)).toBe(code)
  expect(await other.ask(++asked, 'preferences.get')).toEqual({ ok: true, result: PREFERENCES })
})

test('compression is not taken up: a small message that is a large one does not come', async () => {
  const socket = openSocket(server, { perMessageDeflate: true })
  await once(socket, 'open')
  expect(socket.extensions).toBe('')
  socket.terminate()
})

describe.concurrent('of a socket without the token', () => {
  const stranger = () =>
    openRaw(server, upgradeRequest(server, { 'sec-websocket-protocol': SUBPROTOCOL }))

  test('no message is kept, however it is sent', async () => {
    const ended: string[] = []
    const frames = {
      'of one that takes its time': Buffer.alloc(0),
      'of a message': frameOf('x'.repeat(1000)),
      'of a message that is to come': frameOf('', { length: 2n ** 20n }),
    }
    await Promise.all(
      Object.entries(frames).map(async ([name, frame]) => {
        const socket = await stranger()
        socket.write(frame)
        expect(closeCodeIn(await allOf(socket))).toBe(REFUSED_CLOSE_CODE)
        ended.push(name)
      }),
    )
    // One that only waits is given the time that it takes to take one's leave.
    expect(ended.at(-1)).toBe('of one that takes its time')
  })

  test('no ping is answered', async () => {
    const socket = await stranger()
    socket.write(Buffer.concat(Array.from({ length: 1000 }, () => frameOf('x', { opcode: PING }))))
    const frames = framesIn(await allOf(socket))
    expect(frames).toHaveLength(4)
  })
})
