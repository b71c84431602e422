interface Reading<Value> {
  readonly stamp: string
  readonly value: Promise<Value>
}

/** What the latest reading of each file gave: it is read again once its stamp is another. */
export class KeptReadings<Value> {
  readonly #kept = new Map<string, Reading<Value>>()

  /** @param most how many files are remembered; those that were read first are forgotten first */
  constructor(private readonly most: number) {}

  /** @throws whatever `read` throws, which is not remembered */
  async of(path: string, stamp: string, read: () => Value | Promise<Value>): Promise<Value> {
    const kept = this.#kept.get(path)
    if (kept?.stamp === stamp) return kept.value
    const reading = { stamp, value: Promise.resolve().then(read) }
    this.#kept.delete(path)
    this.#kept.set(path, reading)
    const [oldest] = this.#kept.keys()
    if (this.#kept.size > this.most && oldest !== undefined) this.#kept.delete(oldest)
    try {
      return await reading.value
    } catch (error) {
      if (this.#kept.get(path) === reading) this.#kept.delete(path)
      throw error
    }
  }
}
