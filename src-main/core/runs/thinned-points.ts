import type { CurvePoint } from '../../../src-preload/contract/job'

/** Points of a curve: all of them, or, of more than fit, some that are evenly apart, and always the last. */
export class ThinnedPoints {
  #kept: CurvePoint[] = []
  #last: CurvePoint | undefined
  #apart = 1
  #count = 0

  /** @param most an even number */
  constructor(private readonly most: number) {}

  add(point: CurvePoint): void {
    this.#last = point
    this.#count += 1
    if (this.#count % this.#apart !== 0) return
    this.#kept.push(point)
    if (this.#kept.length <= this.most) return
    this.#kept = this.#kept.filter((_, index) => index % 2 === 1)
    this.#apart *= 2
  }

  all(): readonly CurvePoint[] {
    const last = this.#last
    return last === undefined || this.#kept.at(-1) === last ? this.#kept : [...this.#kept, last]
  }
}
