/** Does the work again and again, but not while the window is hidden. Returns what ends it. */
export function everyWhileSeen(everyMs: number, work: () => void): () => void {
  const timer = setInterval(() => {
    if (!document.hidden) work()
  }, everyMs)
  return () => clearInterval(timer)
}
