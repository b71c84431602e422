const LONGEST_LINE = 2000

/** Keeps the last lines of a text that arrives in pieces. A line without end is cut, so memory stays bounded. */
export class LastLines {
  readonly #lines: string[] = []
  #unfinished = ''

  /** @param onLine told each line once it is whole */
  constructor(
    readonly limit: number,
    private readonly onLine?: ((line: string) => void) | undefined,
  ) {}

  add(text: string): void {
    const lines = (this.#unfinished + text).split(/\r?\n/)
    this.#unfinished = (lines.pop() ?? '').slice(0, LONGEST_LINE)
    for (const line of lines.filter((each) => each.trim() !== '')) {
      const kept = line.slice(0, LONGEST_LINE)
      this.#lines.push(kept)
      this.onLine?.(kept)
    }
    this.#lines.splice(0, this.#lines.length - this.limit)
  }

  /** Oldest first, at most `limit`. */
  get lines(): readonly string[] {
    const unfinished = this.#unfinished.trim() === '' ? [] : [this.#unfinished]
    return [...this.#lines, ...unfinished].slice(-this.limit)
  }
}
