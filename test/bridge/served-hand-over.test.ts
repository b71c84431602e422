import { readdir, readFile } from 'node:fs/promises'
import { request, type ClientRequest } from 'node:http'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import {
  HAND_OVER_PATH,
  REQUEST_BYTES,
  uploadStartedSchema,
  type PieceHead,
} from '../../src-preload/contract/bridge/hand-over-wire'
import { handedOverSchema } from '../../src-preload/contract/bridge/hand-over'
import type { SocketBridge } from '../../src-renderer/bridge/socket-bridge'
import { serving, type Serving } from './serving'
import { standing, windowBridge } from './window-bridge'

const WINDOW = '0123456789abcdef0123456789abcdef'

let server: Serving
const bridges: SocketBridge[] = []
beforeEach(async () => (server = await serving()))
afterEach(async () => {
  for (const bridge of bridges.splice(0)) bridge.close()
  await server.close()
})

type Headers = Readonly<Record<string, string>>

async function post(path: string, body: string | Uint8Array<ArrayBuffer>, changes: Headers = {}) {
  const headers = {
    origin: `http://${server.host}`,
    authorization: `Bearer ${server.token}`,
    'x-glyphlab-window': WINDOW,
    ...changes,
  }
  const address = `http://${server.host}${HAND_OVER_PATH}${path}`
  const response = await fetch(address, { method: 'POST', headers, body })
  return response.json() as Promise<{ ok: boolean; result?: unknown; error?: { code: string } }>
}

async function begin(files: number, bytes: number, changes: Headers = {}): Promise<string> {
  const { result } = await post('', JSON.stringify({ files, bytes }), changes)
  return `/${uploadStartedSchema.parse(result).upload}`
}

/** A request whose body does not end. */
function begunRequest(path: string, body: Uint8Array): ClientRequest {
  const headers = {
    origin: `http://${server.host}`,
    authorization: `Bearer ${server.token}`,
    'x-glyphlab-window': WINDOW,
  }
  const sent = request(`http://${server.host}${HAND_OVER_PATH}${path}`, { method: 'POST', headers })
  // It is destroyed by us, and perhaps by the server before.
  sent.on('error', () => undefined)
  sent.write(body)
  return sent
}

/** A piece with what its head says, and other bytes where a test sends such. */
function piece(path: string, content: string, changes: Partial<PieceHead> = {}) {
  const head = { path, offset: 0, bytes: Buffer.byteLength(content), ...changes }
  const text = Buffer.from(JSON.stringify(head))
  const length = Buffer.alloc(4)
  length.writeUInt32LE(text.length)
  return new Uint8Array(Buffer.concat([length, text, Buffer.from(content)]))
}

const kept = async () =>
  (await readdir(server.handedOver.folder, { recursive: true }).catch(() => [])).sort()

describe('who is no window of ours hands nothing over', () => {
  test.each<[string, (server: Serving) => Headers]>([
    ['from another site', () => ({ origin: 'http://evil.example' })],
    ['from a page without an origin', () => ({ origin: 'null' })],
    ['with a wrong token', () => ({ authorization: 'Bearer wrong' })],
    ['with the token and more', ({ token }) => ({ authorization: `Bearer ${token}x` })],
    ['without a token', () => ({ authorization: '' })],
    ['without a window', () => ({ 'x-glyphlab-window': '../..' })],
  ])('%s', async (_, changes) => {
    const answer = await post('', '{"files":1,"bytes":1}', changes(server))
    expect(answer).toMatchObject({ ok: false, error: { code: 'sender-refused' } })
    expect(await kept()).toEqual([])
    expect(server.log.lines.at(-1)).toMatch(/^warn served: hand over: files /)
  })

  test('by another method', async () => {
    const response = await fetch(`http://${server.host}${HAND_OVER_PATH}`, {
      headers: { origin: `http://${server.host}`, authorization: `Bearer ${server.token}` },
    })
    expect(response.status).toBe(400)
  })

  test('into what another window has begun', async () => {
    const upload = await begin(1, 1)
    const other = { 'x-glyphlab-window': WINDOW.replace('0', '1') }
    expect(await post(upload, piece('a', 'x'), other)).toMatchObject({ ok: false })
    expect(await post(upload, piece('a', 'x'))).toEqual({ ok: true, result: {} })
  })
})

describe('what is handed over', () => {
  test('comes in pieces, however they are cut', async () => {
    const upload = await begin(2, 7)
    const first = Buffer.concat([piece('folder/a', 'abc'), piece('folder/b', 'de')])
    await post(upload, new Uint8Array(first))
    await post(upload, piece('folder/b', 'fg', { offset: 2 }))
    const { result } = await post(`${upload}/end`, '')
    const { id, ...told } = handedOverSchema.parse(result)
    expect(told).toEqual({ name: 'folder', kind: 'folder', files: 2, bytes: 7 })
    const path = server.handedOver.pathOf(id)
    expect(await readFile(join(path, 'b'), 'utf8')).toBe('defg')
    await server.handedOver.release(id)
    expect(await kept()).toEqual([])
  })

  test.each<[string, readonly Uint8Array<ArrayBuffer>[]]>([
    ['leads out of its folder', [piece('../../escaped', 'x')]],
    ['leads to the root', [piece('/etc/passwd', 'x')]],
    ['has a name of no file', [piece('a/./b', 'x')]],
    ['has a name that is cut', [piece('a\0b', 'x')]],
    ['has too long a name', [piece('n'.repeat(300), 'x')]],
    ['is more than was said', [piece('a', 'more than nine')]],
    ['is in more files than was said', [piece('a', ''), piece('b', ''), piece('c', '')]],
    ['is twice there', [piece('a', 'x'), piece('a', 'y')]],
    ['begins in the middle', [piece('a', 'x', { offset: 5 })]],
    ['says less than it is', [piece('a', 'xyz', { bytes: 1 })]],
    ['says more than it is', [piece('a', 'x', { bytes: 3 })]],
    ['has a head without an end', [new Uint8Array([255, 255, 255, 255, 1])]],
    ['is too much at once', [new Uint8Array(REQUEST_BYTES + 40_000)]],
  ])('is dropped where it %s', async (_, pieces) => {
    const upload = await begin(2, 9)
    const answers = []
    for (const each of pieces) answers.push(await post(upload, each))
    expect(answers.at(-1)).toMatchObject({ ok: false, error: { code: 'request-invalid' } })
    expect(await post(`${upload}/end`, '')).toMatchObject({ ok: false })
    expect(await kept()).toEqual([])
  })

  test('is dropped where files are missing', async () => {
    const upload = await begin(2, 4)
    await post(upload, piece('a', 'xyz'))
    expect(await post(`${upload}/end`, '')).toMatchObject({ ok: false })
    expect(await kept()).toEqual([])
  })

  test('is dropped where its end is told before its last piece has come', async () => {
    const upload = await begin(1, 1000)
    const sent = begunRequest(upload, piece('a', 'xyz', { bytes: 1000 }))
    await expect.poll(kept).toContainEqual(expect.stringMatching(/files.a$/))
    expect(await post(`${upload}/end`, '')).toMatchObject({ error: { code: 'request-invalid' } })
    sent.destroy()
    await expect.poll(kept).toEqual([])
  })

  test('is no more at once than there is room for, however fast it comes', async () => {
    const answers = await Promise.all(
      Array.from({ length: 40 }, () => post('', '{"files":1,"bytes":1}')),
    )
    expect(answers.filter(({ ok }) => ok)).toHaveLength(16)
  })

  test('is refused before it comes where there is no room', async () => {
    const start = { files: 1, bytes: Number.MAX_SAFE_INTEGER }
    expect(await post('', JSON.stringify(start))).toMatchObject({ error: { code: 'disk-full' } })
    expect(await kept()).toEqual([])
  })

  test('tells its window how much has come, never less than before', async () => {
    const bridge = windowBridge(server, server.token)
    bridges.push(bridge)
    await standing(bridge, 'connected')
    const content = new Uint8Array(3 * REQUEST_BYTES + 5).fill(7)
    const file = new File([content], 'big.csv')
    const told: number[] = []
    const answer = await bridge.handOver(
      { items: [file], contents: () => Promise.resolve([{ file, path: file.name }]) },
      ({ bytesDone, bytesTotal }) => told.push(bytesDone / bytesTotal),
    )
    expect(answer).toMatchObject({
      ok: true,
      result: { name: 'big.csv', kind: 'file', files: 1, bytes: content.length },
    })
    expect(told).toEqual(told.toSorted((a, b) => a - b))
    expect([told[0], told.at(-1)]).toEqual([0, 1])
    expect(told.length).toBeGreaterThan(3)
  })
})
