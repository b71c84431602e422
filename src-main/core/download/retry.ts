import { setTimeout as sleep } from 'node:timers/promises'
import { downloadError, networkFault } from './http-fault'
import { backOffMs, type Patience } from './patience'

export interface RetryOptions {
  /** For messages. */
  readonly url: URL
  readonly patience: Patience
  readonly signal: AbortSignal | undefined
  /** How many bytes are there: a try that adds some starts the count of fruitless ones anew. */
  readonly bytesThere: () => number
  readonly onWaiting: (reason: string, seconds: number) => void
}

/**
 * Does something until it works or another try makes no sense.
 * @throws GlyphlabError `download-failed`; the signal's reason; whatever else `attempt` throws that is not
 *   about the network
 */
export async function withRetries<T>(options: RetryOptions, attempt: () => Promise<T>): Promise<T> {
  const { url, patience, signal, bytesThere, onWaiting } = options
  const bytesBefore = bytesThere()
  let mostBytes = bytesBefore
  let fruitless = 0
  for (let tries = 1; ; tries++) {
    signal?.throwIfAborted()
    try {
      return await attempt()
    } catch (error) {
      signal?.throwIfAborted()
      const fault = networkFault(error)
      if (fault === null) throw error
      // A server without ranges sends the same bytes again: only what was never there is progress.
      fruitless = bytesThere() > mostBytes ? 1 : fruitless + 1
      mostBytes = Math.max(mostBytes, bytesThere())
      const { isPassing, isOffline = false, retryAfterMs } = fault.details
      const wasOnline = mostBytes > bytesBefore
      const limit = isOffline && !wasOnline ? patience.triesOffline : patience.triesWithoutProgress
      const pauseMs = Math.max(retryAfterMs ?? 0, backOffMs(patience, fruitless))
      const isLast =
        !isPassing ||
        fruitless >= limit ||
        tries >= patience.triesInAll ||
        (retryAfterMs ?? 0) > patience.retryAfterLimitMs
      if (isLast) throw downloadError(url, fault, tries)
      onWaiting(fault.message, pauseMs / 1000)
      await pause(pauseMs, signal)
    }
  }
}

async function pause(pauseMs: number, signal: AbortSignal | undefined): Promise<void> {
  try {
    await sleep(pauseMs, undefined, signal ? { signal } : undefined)
  } catch (error) {
    signal?.throwIfAborted()
    throw error
  }
}
