const FIRST_MS = 250
const LONGEST_MS = 5_000

/** How long to wait before the next attempt: twice as long each time, up to five seconds. */
export class BackOff {
  #nextMs = FIRST_MS

  nextMs(): number {
    const nextMs = this.#nextMs
    this.#nextMs = Math.min(2 * nextMs, LONGEST_MS)
    return nextMs
  }

  reset(): void {
    this.#nextMs = FIRST_MS
  }
}
