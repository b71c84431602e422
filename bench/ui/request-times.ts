import type { WindowClient } from '../../test/window-client'

const PAUSE_MS = 40

/** How long requests take that main answers itself, one after the other, until told to stop; milliseconds. */
export async function requestTimes(
  window: WindowClient,
  until: Promise<unknown>,
): Promise<readonly number[]> {
  const times: number[] = []
  let isOver = false
  void until.then(() => (isOver = true))
  while (!isOver) {
    const startedMs = performance.now()
    await window.request('training.queue', {})
    times.push(performance.now() - startedMs)
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS))
  }
  return times
}
