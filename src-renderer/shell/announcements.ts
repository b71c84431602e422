/** A screen reader that is told more often is never done reading. */
export const ANNOUNCE_EVERY_MS = 5000

/** Lets through at most one text in five seconds; of those that come meanwhile, the latest. */
export class Announcements {
  private waiting: string | null = null
  private timer: ReturnType<typeof setTimeout> | undefined

  constructor(private readonly speak: (text: string) => void) {}

  say(text: string): void {
    if (this.timer !== undefined) {
      this.waiting = text
      return
    }
    this.speak(text)
    this.timer = setTimeout(() => this.next(), ANNOUNCE_EVERY_MS)
  }

  close(): void {
    clearTimeout(this.timer)
  }

  private next(): void {
    this.timer = undefined
    const text = this.waiting
    this.waiting = null
    if (text !== null) this.say(text)
  }
}
