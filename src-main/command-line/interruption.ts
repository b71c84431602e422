const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/** `npm run` passes on the Ctrl-C that the terminal has already sent: within this time both are one. */
const SAME_REQUEST_MS = 500

/**
 * Turns the first SIGINT, SIGTERM or SIGHUP into an aborted signal, so that the work in hand can end in
 * order; a further one, later than half a second, calls `onInsistence`. It listens until the process is
 * gone: native libraries take their time to leave, and what is done is done by then.
 */
export function listenForInterruption(onInsistence: () => void): AbortSignal {
  const controller = new AbortController()
  let firstAtMs = 0
  const listener = () => {
    if (!controller.signal.aborted) {
      firstAtMs = performance.now()
      controller.abort()
    } else if (performance.now() - firstAtMs > SAME_REQUEST_MS) {
      onInsistence()
    }
  }
  for (const signal of SIGNALS) process.on(signal, listener)
  return controller.signal
}
