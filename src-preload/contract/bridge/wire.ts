import { z } from 'zod'
import { errorSchema } from '../errors'

/** Channels of Electron's IPC. */
export const REQUEST_CHANNEL = 'glyphlab:request'
export const EVENT_CHANNEL = 'glyphlab:event'

/** WebSocket subprotocols that a window offers: this, and its token behind the prefix. */
export const SUBPROTOCOL = 'glyphlab.1'
export const TOKEN_PREFIX = 'token.'

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
