import { performance } from 'node:perf_hooks'
import { durationText } from './duration-text'
import { HttpFault } from './http-fault'
import type { Patience } from './patience'
import type { ReceivedBody } from './received-body'

/**
 * The pieces of a body as they come. Only the time spent on waiting for them counts: what the reader does
 * meanwhile, such as writing to a slow disk, is not held against the server.
 *
 * @throws HttpFault for a body that stalls or trickles, or the network's error where it breaks off
 */
export async function* watchedBody(
  body: ReceivedBody,
  patience: Patience,
): AsyncGenerator<Uint8Array> {
  const { leastBytesPerSecond, slowWindowMs } = patience
  let windowMs = 0
  let windowBytes = 0
  for (;;) {
    const before = performance.now()
    const piece = await nextWithin(body, patience.stallMs)
    if (piece === null) return
    windowMs += performance.now() - before
    windowBytes += piece.length
    yield piece
    if (windowMs < slowWindowMs) continue
    const bytesPerSecond = (1000 * windowBytes) / windowMs
    if (bytesPerSecond < leastBytesPerSecond) {
      const rate = `${Math.round(bytesPerSecond)} bytes a second`
      throw new HttpFault(`the server sends no more than ${rate}`, { isPassing: true })
    }
    windowMs = 0
    windowBytes = 0
  }
}

async function nextWithin(body: ReceivedBody, stallMs: number): Promise<Uint8Array | null> {
  const timer = setTimeout(() => {
    const silence = durationText(stallMs / 1000)
    body.destroy(new HttpFault(`the server sent nothing for ${silence}`, { isPassing: true }))
  }, stallMs)
  try {
    return await body.next()
  } finally {
    clearTimeout(timer)
  }
}
