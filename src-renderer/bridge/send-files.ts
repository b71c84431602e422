import { z } from 'zod'
import type {
  Answer,
  Dropped,
  DroppedFile,
  HandOverProgress,
} from '../../src-preload/contract/bridge/bridge'
import { handedOverSchema, type HandedOver } from '../../src-preload/contract/bridge/hand-over'
import {
  HAND_OVER_PATH,
  REQUEST_BYTES,
  TOKEN_HEADER,
  uploadStartedSchema,
  WINDOW_HEADER,
  type PieceHead,
  type UploadStart,
} from '../../src-preload/contract/bridge/hand-over-wire'
import { errorSchema } from '../../src-preload/contract/errors'
import { unanswered } from './bridge-error'

/** Whom files are sent to, and who sends them. */
export interface FilesReceiver {
  /** Of the server, such as `http://localhost:8317`. */
  readonly origin: string
  readonly token: string
  readonly window: string
  readonly fetch: typeof fetch
}

/** Sends what the user dropped to the server, a few pieces a request. Never rejects. */
export async function sendFiles(
  receiver: FilesReceiver,
  { contents }: Dropped,
  onProgress: (progress: HandOverProgress) => void,
): Promise<Answer<HandedOver>> {
  const files = await contents().catch(() => [])
  const bytesTotal = files.reduce((sum, { file }) => sum + file.size, 0)
  if (files.length === 0) return unanswered('dataset-missing')
  const start: UploadStart = { files: files.length, bytes: bytesTotal }
  const begun = await post(receiver, '', JSON.stringify(start), uploadStartedSchema)
  if (!begun.ok) return begun
  const path = `/${begun.result.upload}`
  let bytesDone = 0
  for (const { body, bytes } of requestsOf(files)) {
    onProgress({ bytesDone, bytesTotal })
    const sent = await post(receiver, path, body, z.strictObject({}))
    if (!sent.ok) return sent
    bytesDone += bytes
  }
  onProgress({ bytesDone, bytesTotal })
  return post(receiver, `${path}/end`, '', handedOverSchema)
}

interface FilesRequest {
  readonly body: Blob
  /** Of files, without heads. */
  readonly bytes: number
}

/** Files in pieces, as many a request as fit. */
function* requestsOf(files: readonly DroppedFile[]): Iterable<FilesRequest> {
  let parts: (Blob | Uint8Array<ArrayBuffer>)[] = []
  let bytes = 0
  let room = REQUEST_BYTES
  for (const { file, path } of files) {
    let offset = 0
    // An empty file has a piece, too.
    do {
      const piece = file.slice(offset, offset + room)
      const head = headOf({ path, offset, bytes: piece.size })
      parts.push(head, piece)
      bytes += piece.size
      offset += piece.size
      room -= piece.size + head.length
      if (room > 0) continue
      yield { body: new Blob(parts), bytes }
      parts = []
      bytes = 0
      room = REQUEST_BYTES
    } while (offset < file.size)
  }
  if (parts.length > 0) yield { body: new Blob(parts), bytes }
}

const LENGTH_BYTES = 4

function headOf(head: PieceHead): Uint8Array<ArrayBuffer> {
  const text = new TextEncoder().encode(JSON.stringify(head))
  const bytes = new Uint8Array(LENGTH_BYTES + text.length)
  new DataView(bytes.buffer).setUint32(0, text.length, true)
  bytes.set(text, LENGTH_BYTES)
  return bytes
}

async function post<Value>(
  { origin, token, window, fetch }: FilesReceiver,
  path: string,
  body: Blob | string,
  schema: z.ZodType<Value>,
): Promise<Answer<Value>> {
  try {
    const response = await fetch(`${origin}${HAND_OVER_PATH}${path}`, {
      method: 'POST',
      headers: { [TOKEN_HEADER]: `Bearer ${token}`, [WINDOW_HEADER]: window },
      body,
    })
    const answer = answerSchema.safeParse(await response.json())
    if (!answer.success) return unanswered('request-unknown')
    if (!answer.data.ok) return answer.data
    const result = schema.safeParse(answer.data.result)
    return result.success ? { ok: true, result: result.data } : unanswered('request-unknown')
  } catch {
    // Of a file that was changed or removed since it was dropped a browser says no more either.
    return unanswered('connection-lost')
  }
}

const answerSchema = z.discriminatedUnion('ok', [
  z.strictObject({ ok: z.literal(true), result: z.unknown() }),
  z.strictObject({ ok: z.literal(false), error: errorSchema }),
])
