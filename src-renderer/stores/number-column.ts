const FIRST_CAPACITY = 256

/** Numbers of a curve in one block of memory, which doubles when it is full. */
export class NumberColumn {
  #block: Float64Array
  #length: number

  constructor(values: readonly number[] = []) {
    this.#block = new Float64Array(Math.max(FIRST_CAPACITY, values.length))
    this.#block.set(values)
    this.#length = values.length
  }

  push(value: number): void {
    if (this.#length === this.#block.length) {
      const larger = new Float64Array(this.#block.length * 2)
      larger.set(this.#block)
      this.#block = larger
    }
    this.#block[this.#length] = value
    this.#length += 1
  }

  get length(): number {
    return this.#length
  }

  /** Undefined where there is none. */
  get last(): number | undefined {
    return this.#length === 0 ? undefined : this.#block[this.#length - 1]
  }

  /** What is filled, without a copy: good until the next push. */
  get values(): Float64Array {
    return this.#block.subarray(0, this.#length)
  }
}
