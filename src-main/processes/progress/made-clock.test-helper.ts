import type { Clock } from './report-pace'

/** A clock that moves only when it is told to. */
export class MadeClock implements Clock {
  #nowMs = 0
  #waiting: { readonly atMs: number; readonly run: () => void }[] = []

  nowMs(): number {
    return this.#nowMs
  }

  after(delayMs: number, run: () => void): () => void {
    const due = { atMs: this.#nowMs + delayMs, run }
    this.#waiting.push(due)
    return () => {
      this.#waiting = this.#waiting.filter((other) => other !== due)
    }
  }

  move(ms: number): void {
    this.#nowMs += ms
    const due = this.#waiting.filter(({ atMs }) => atMs <= this.#nowMs)
    this.#waiting = this.#waiting.filter((each) => !due.includes(each))
    for (const { run } of due) run()
  }
}
