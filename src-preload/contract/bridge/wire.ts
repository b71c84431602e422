import { z } from 'zod'
import { errorSchema } from '../errors'

/** Channels of Electron's IPC. */
export const REQUEST_CHANNEL = 'glyphlab:request'
export const EVENT_CHANNEL = 'glyphlab:event'

/** WebSocket subprotocols that a window offers: this, and its token behind the prefix. */
export const SUBPROTOCOL = 'glyphlab.1'
export const TOKEN_PREFIX = 'token.'
/** A window offers this too: it is chosen where the window is not let in, before the socket is closed. */
export const REFUSED_SUBPROTOCOL = 'glyphlab.refused'
/** Where on its server a window's WebSocket is. */
export const SOCKET_PATH = '/bridge'
/** What a WebSocket is closed with whose token is not the server's: trying again is of no use. */
export const REFUSED_CLOSE_CODE = 4401

/** What a window sends over a WebSocket. */
export const requestFrameSchema = z.strictObject({
  id: z.int().min(0),
  name: z.string().max(64),
  params: z.unknown(),
})

/** What it gets. Payloads are the program's own and not looked into again. */
export const serverFrameSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('answer'),
    id: z.int().min(0),
    answer: z.discriminatedUnion('ok', [
      z.strictObject({ ok: z.literal(true), result: z.unknown() }),
      z.strictObject({ ok: z.literal(false), error: errorSchema }),
    ]),
  }),
  z.strictObject({ kind: z.literal('event'), name: z.string(), payload: z.unknown() }),
])
export type RequestFrame = Readonly<z.infer<typeof requestFrameSchema>>
export type ServerFrame = Readonly<z.infer<typeof serverFrameSchema>>
