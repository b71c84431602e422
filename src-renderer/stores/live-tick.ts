/**
 * What is live is drawn twice a second, all of it at the same moments: more cannot be read, and each frame
 * costs a machine without a graphics card some of what training could use.
 */
export const LIVE_MS = 500

const waiting = new Set<() => void>()

/** Does the work at the next of those moments; once, however often it is asked for. */
export function atNextTick(work: () => void): void {
  if (waiting.size === 0) setTimeout(tick, LIVE_MS - (performance.now() % LIVE_MS))
  waiting.add(work)
}

function tick(): void {
  const works = [...waiting]
  waiting.clear()
  for (const work of works) work()
}
