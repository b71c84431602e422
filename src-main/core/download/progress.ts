import { performance } from 'node:perf_hooks'

/** How far a download is. */
export interface DownloadProgress {
  /** Of the span that is fetched, those on the disk from before included; falls only where it starts anew. */
  readonly bytesDone: number
  /** Of that span; null where the server does not say. */
  readonly bytesTotal: number | null
  /** Over the last seconds; null until there is something to tell it from. */
  readonly bytesPerSecond: number | null
  readonly secondsLeft: number | null
  /** Why nothing is fetched now, and for how long; null while something is. */
  readonly waiting: Waiting | null
}

export interface Waiting {
  readonly reason: string
  readonly seconds: number
}

const LEAST_BETWEEN_MS = 100
const SMOOTHED_OVER_MS = 5_000
/** A rate of less time would say more about buffers than about the network. */
const LEAST_FOR_RATE_MS = 500

/** Tells the progress of one download, ten times a second at most but for pauses and the end. */
export class DownloadMeter {
  /** Over {@link SMOOTHED_OVER_MS}, oldest first. */
  #samples: { readonly ms: number; readonly received: number }[] = []
  #received = 0
  #toldMs = -Infinity

  constructor(
    private readonly bytesTotal: number | null,
    private readonly onProgress: ((progress: DownloadProgress) => void) | undefined,
    private readonly now: () => number = () => performance.now(),
  ) {
    this.#samples.push({ ms: now(), received: 0 })
  }

  /** @param received how many bytes came since the last call */
  add(received: number, bytesDone: number): void {
    this.#received += received
    if (this.now() - this.#toldMs >= LEAST_BETWEEN_MS) this.tell(bytesDone)
  }

  /** Tells at once, such as where it begins, waits or ends. */
  tell(bytesDone: number, waiting: Waiting | null = null): void {
    const ms = this.now()
    this.#toldMs = ms
    this.#samples.push({ ms, received: this.#received })
    this.#samples = this.#samples.filter((sample) => ms - sample.ms <= SMOOTHED_OVER_MS)
    const bytesPerSecond = this.#rate()
    this.onProgress?.({
      bytesDone,
      bytesTotal: this.bytesTotal,
      bytesPerSecond,
      secondsLeft: secondsLeft(bytesDone, this.bytesTotal, bytesPerSecond),
      waiting,
    })
  }

  #rate(): number | null {
    const first = this.#samples[0]
    const last = this.#samples.at(-1)
    if (first === undefined || last === undefined) return null
    const elapsedMs = last.ms - first.ms
    if (elapsedMs < LEAST_FOR_RATE_MS) return null
    return (1000 * (last.received - first.received)) / elapsedMs
  }
}

function secondsLeft(
  bytesDone: number,
  bytesTotal: number | null,
  bytesPerSecond: number | null,
): number | null {
  if (bytesDone === bytesTotal) return 0
  if (bytesTotal === null || bytesPerSecond === null || bytesPerSecond <= 0) return null
  return (bytesTotal - bytesDone) / bytesPerSecond
}
