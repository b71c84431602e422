import { readdir } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { z } from 'zod'
import {
  HAND_OVER_PATH,
  uploadStartedSchema,
} from '../../src-preload/contract/bridge/hand-over-wire'
import { serving, type Serving } from '../bridge/serving'
import { allOf, goneWhile, openRaw } from './raw-socket'

// Names, numbers and sizes that are not as they were said: test/bridge/served-hand-over.test.ts.

const IDLE_MS = 400
const HEAD = '{"path":"a","offset":0,"bytes":500}'
const answerSchema = z.object({
  result: z.unknown().optional(),
  error: z.object({ message: z.string() }).optional(),
})

function begun({ host, token }: Serving, path: string, ...headers: readonly string[]): string {
  return [
    `POST ${HAND_OVER_PATH}${path} HTTP/1.1`,
    `host: ${host}`,
    `origin: http://${host}`,
    `authorization: Bearer ${token}`,
    'x-glyphlab-window: 0123456789abcdef0123456789abcdef',
    ...[...headers, '', ''],
  ].join('\r\n')
}

/** The beginning of a file of 500 bytes: they do not come with it. */
function piece(): string {
  const length = Buffer.alloc(4)
  length.writeUInt32LE(HEAD.length)
  return length.toString('latin1') + HEAD
}
const LENGTH = `content-length: ${piece().length + 500}`

async function post(server: Serving, path: string, body: string) {
  const length = `content-length: ${body.length}`
  const head = begun(server, path, length, 'connection: close')
  const answer = await allOf(await openRaw(server, head + body))
  return answerSchema.parse(JSON.parse(/{.*}/s.exec(answer)?.[0] ?? ''))
}

async function begin(server: Serving): Promise<string> {
  const { result } = await post(server, '', '{"files":1,"bytes":500}')
  return `/${uploadStartedSchema.parse(result).upload}`
}

const kept = async ({ handedOver }: Serving) =>
  readdir(handedOver.folder, { recursive: true }).catch(() => [])
/** Once its first byte could come: its folder, the folder of files, and the file. */
const isUnderWay = (server: Serving) =>
  expect.poll(() => kept(server), { interval: 10 }).toHaveLength(3)
const isDropped = (server: Serving) => expect.poll(() => kept(server)).toEqual([])

test('what never ends is dropped', async () => {
  await using server = await serving({ idleMs: IDLE_MS })
  const head = begun(server, await begin(server), 'transfer-encoding: chunked')
  const first = `${piece().length.toString(16)}\r\n${piece()}\r\n`
  const socket = await openRaw(server, head + first)
  await isUnderWay(server)
  await goneWhile(socket.resume(), '1\r\nx\r\n', 50)
  await isDropped(server)
})

test('what its window breaks off is dropped', async () => {
  await using server = await serving()
  const socket = await openRaw(server, begun(server, await begin(server), LENGTH) + piece())
  await isUnderWay(server)
  socket.destroy()
  await isDropped(server)
})

test('what two requests bring at once is dropped', async () => {
  await using server = await serving()
  const upload = await begin(server)
  const socket = await openRaw(server, begun(server, upload, LENGTH) + piece())
  await isUnderWay(server)
  const { error } = await post(server, upload, piece())
  expect(error?.message).toContain('two requests at once')
  socket.destroy()
  await isDropped(server)
})
