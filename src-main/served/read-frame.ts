import { z } from 'zod'
import { requestFrameSchema, type RequestFrame } from '../../src-preload/contract/bridge/wire'
import { wrongField } from '../bridge/wrong-field'

/** What a window's message is: a request, or what is wrong with it and whom to tell. */
export type ReadFrame =
  | { readonly ok: true; readonly frame: RequestFrame }
  /** `id` is null where the message has none that an answer could name. */
  | { readonly ok: false; readonly id: number | null; readonly why: string }

const withIdSchema = z.object({ id: requestFrameSchema.shape.id })

export function readFrame(text: string): ReadFrame {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return { ok: false, id: null, why: 'a message is no JSON' }
  }
  const parsed = requestFrameSchema.safeParse(value)
  if (parsed.success) return { ok: true, frame: parsed.data }
  const named = withIdSchema.safeParse(value)
  const id = named.success ? named.data.id : null
  return { ok: false, id, why: `a message is no request: ${wrongField(parsed.error)}` }
}
