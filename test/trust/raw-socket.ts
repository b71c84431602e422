import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { SOCKET_PATH, SUBPROTOCOL, TOKEN_PREFIX } from '../../src-preload/contract/bridge/wire'
import type { Serving } from '../bridge/serving'

type Server = Pick<Serving, 'host' | 'port' | 'token'>

/** Lines of a request as no client library would send it; it ends its side never. */
export async function openRaw({ port }: Pick<Server, 'port'>, words = ''): Promise<Socket> {
  const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true })
  // It is ended by the server, perhaps in the middle of a word.
  socket.on('error', () => undefined)
  await once(socket, 'connect')
  socket.write(words, 'latin1')
  return socket
}

/** All that comes back until the server ends it. */
export async function allOf(socket: Socket): Promise<string> {
  let text = ''
  socket.on('data', (piece: Buffer) => (text += piece.toString('latin1')))
  if (!socket.readableEnded) await once(socket, 'end')
  socket.destroy()
  return text
}

/** Resolves once it is closed, with an error or not. */
async function closing(socket: Socket): Promise<void> {
  if (!socket.closed) await new Promise((resolve) => socket.once('close', resolve))
}

/** Resolves once the server is gone from it, which whoever only writes learns by writing. */
export async function goneWhile(socket: Socket, word: string, everyMs = 20): Promise<void> {
  const timer = setInterval(() => socket.write(word, 'latin1'), everyMs)
  try {
    await closing(socket)
  } finally {
    clearInterval(timer)
  }
}

/** A request as a browser sends it to open a window's WebSocket, with changed headers; null leaves one out. */
export function upgradeRequest(
  { host, token }: Server,
  changes: Readonly<Record<string, string | null>> = {},
  path = SOCKET_PATH,
): string {
  const headers = {
    host,
    connection: 'Upgrade',
    upgrade: 'websocket',
    origin: `http://${host}`,
    'sec-websocket-version': '13',
    'sec-websocket-key': 'AAAAAAAAAAAAAAAAAAAAAA==',
    'sec-websocket-protocol': `${SUBPROTOCOL}, ${TOKEN_PREFIX}${token}`,
    ...changes,
  }
  const lines = Object.entries(headers).flatMap(([name, value]) =>
    value === null ? [] : [`${name}: ${value}`],
  )
  return `GET ${path} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`
}

interface FrameOptions {
  /** FIN and the three bits that nothing of ours uses. */
  readonly bits?: number
  readonly opcode?: number
  readonly isMasked?: boolean
  /** What its head says, where that is not what comes. */
  readonly length?: bigint
}

const FIN = 0x80

/** A WebSocket frame of a client, right or wrong; its mask is zero. */
export function frameOf(payload: string | Buffer, options: FrameOptions = {}): Buffer {
  const { bits = FIN, opcode = 1, isMasked = true, length } = options
  const content = Buffer.from(payload)
  const head = Buffer.alloc(10)
  head[0] = bits | opcode
  head[1] = (isMasked ? 0x80 : 0) | 127
  head.writeBigUInt64BE(length ?? BigInt(content.length), 2)
  return Buffer.concat([
    shortHead(head, content.length, length),
    Buffer.alloc(isMasked ? 4 : 0),
    content,
  ])
}

/** A length is told by as few bytes as it takes: longer ones are refused for that alone. */
function shortHead(head: Buffer, bytes: number, length: bigint | undefined): Buffer {
  const mask = (head[1] ?? 0) & 0x80
  if (length !== undefined || bytes > 0xffff) return head
  if (bytes < 126) return Buffer.from([head[0] ?? 0, mask | bytes])
  return Buffer.from([head[0] ?? 0, mask | 126, bytes >> 8, bytes & 0xff])
}
