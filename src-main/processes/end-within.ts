import { setTimeout as delay } from 'node:timers/promises'

/** Waits for an end, and kills where it has not come in time. */
export async function endWithin<Outcome>(
  ended: Promise<Outcome>,
  graceMs: number,
  kill: () => void,
): Promise<Outcome> {
  const grace = new AbortController()
  const killed = delay(graceMs, undefined, { signal: grace.signal }).then(kill, () => undefined)
  const outcome = await ended
  grace.abort()
  await killed
  return outcome
}
