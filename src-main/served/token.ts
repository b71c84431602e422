import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import { SUBPROTOCOL, TOKEN_PREFIX } from '../../src-preload/contract/bridge/wire'

const TOKEN_BYTES = 32

/** What a window must know to be answered: new for every server. */
export function makeToken(): string {
  return randomBytes(TOKEN_BYTES).toString('base64url')
}

/** Whether a WebSocket offers our subprotocol and the token; how long it takes tells nothing of the token. */
export function offersToken(header: string | undefined, token: string): boolean {
  const offered = (header ?? '').split(',').map((word) => word.trim())
  const given = offered.find((word) => word.startsWith(TOKEN_PREFIX)) ?? ''
  const isTheToken = timingSafeEqual(digest(given), digest(`${TOKEN_PREFIX}${token}`))
  return offered.includes(SUBPROTOCOL) && isTheToken
}

/** Whether a header of a request holds the token: `Bearer <token>`. */
export function isBearer(header: string | undefined, token: string): boolean {
  return timingSafeEqual(digest(header ?? ''), digest(`Bearer ${token}`))
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
