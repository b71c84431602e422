/** The time, and what happens later; a test has one of its own. */
export interface Clock {
  nowMs(): number
  /** Returns what keeps it from happening. */
  after(delayMs: number, run: () => void): () => void
}

const systemClock: Clock = {
  nowMs: () => performance.now(),
  after: (delayMs, run) => {
    const timer = setTimeout(run, delayMs)
    return () => clearTimeout(timer)
  },
}

/** Decides when a report is due: the first at once, then one in each interval in which there is something new. */
export class ReportPace {
  #sentMs = -Infinity
  #isNews = false
  #forget: (() => void) | undefined

  /** @param send makes the report of now and sends it */
  constructor(
    private readonly intervalMs: number,
    private readonly send: () => void,
    private readonly clock: Clock = systemClock,
  ) {}

  /** There is something new to report. */
  news(): void {
    this.#isNews = true
    if (this.#forget !== undefined) return
    const waitMs = this.#sentMs + this.intervalMs - this.clock.nowMs()
    if (waitMs <= 0) this.flush()
    else this.#forget = this.clock.after(waitMs, () => this.flush())
  }

  /**
   * Something else is to be told, which no older report may follow: what waits is dropped, unless its time
   * has come, and {@link news} makes another.
   */
  giveWay(): void {
    this.#forget?.()
    this.#forget = undefined
    if (this.clock.nowMs() >= this.#sentMs + this.intervalMs) this.flush()
  }

  /** Sends at once what is new, if anything. */
  flush(): void {
    this.#forget?.()
    this.#forget = undefined
    if (!this.#isNews) return
    this.#isNews = false
    this.#sentMs = this.clock.nowMs()
    this.send()
  }
}
