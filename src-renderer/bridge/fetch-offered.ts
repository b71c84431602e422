import { z } from 'zod'
import type { Answer } from '../../src-preload/contract/bridge/bridge'
import type { OfferedId } from '../../src-preload/contract/bridge/hand-over'
import { OFFERED_PATH, TOKEN_HEADER } from '../../src-preload/contract/bridge/hand-over-wire'
import { errorSchema } from '../../src-preload/contract/errors'
import { unanswered } from './bridge-error'
import type { FilesReceiver } from './send-files'

const refusalSchema = z.strictObject({ ok: z.literal(false), error: errorSchema })

/** Fetches a file that the server has ready, whole. Never rejects. */
export async function fetchOffered(
  { origin, token, fetch }: Omit<FilesReceiver, 'window'>,
  id: OfferedId,
): Promise<Answer<Blob>> {
  try {
    const response = await fetch(`${origin}${OFFERED_PATH}/${id}`, {
      headers: { [TOKEN_HEADER]: `Bearer ${token}` },
      credentials: 'omit',
      redirect: 'error',
    })
    if (response.ok) return { ok: true, result: await response.blob() }
    const refusal = refusalSchema.safeParse(await response.json())
    return refusal.success ? refusal.data : unanswered('request-unknown')
  } catch {
    return unanswered('connection-lost')
  }
}
