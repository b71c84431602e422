import type { Outline } from '../../../src-preload/contract/stroke-outline'

/**
 * Inks what polygons wind around, on a sheet of `[side, side]` pixels of 1 unit: the pixels whose centre a polygon
 * winds around other than 0 times. What lies outside of the sheet is cut off.
 */
export class OutlineFiller {
  /** By how much the winding number changes from the pixel to the left: `[side, side + 1]`; all 0 between calls. */
  readonly #changes: Int16Array
  /** The first and last column of each row that changes. */
  readonly #first: Int32Array
  readonly #last: Int32Array

  constructor(private readonly side: number) {
    this.#changes = new Int16Array(side * (side + 1))
    this.#first = new Int32Array(side).fill(side)
    this.#last = new Int32Array(side).fill(-1)
  }

  /** @param sheet `[side, side]`: what is inked becomes 1, the rest stays */
  fill(sheet: Uint8Array, outline: Outline): void {
    let [x, y] = placeOf(outline.at(-1))
    for (const point of outline) {
      const [nextX, nextY] = placeOf(point)
      if (nextY > y) this.#cross(x, y, nextX, nextY, 1)
      else if (nextY < y) this.#cross(nextX, nextY, x, y, -1)
      x = nextX
      y = nextY
    }
    for (let row = 0; row < this.side; row++) this.#inkRow(sheet, row)
  }

  /** Notes where an edge, taken from its upper end, crosses the middles of rows. */
  #cross(x: number, y: number, lowerX: number, lowerY: number, change: 1 | -1): void {
    const slope = (lowerX - x) / (lowerY - y)
    const end = Math.min(this.side, Math.ceil(lowerY - 0.5))
    for (let row = Math.max(0, Math.ceil(y - 0.5)); row < end; row++) {
      const crossing = Math.ceil(x + (row + 0.5 - y) * slope - 0.5)
      const column = Math.min(this.side, Math.max(0, crossing))
      const at = row * (this.side + 1) + column
      this.#changes[at] = (this.#changes[at] ?? 0) + change
      if (column < (this.#first[row] ?? 0)) this.#first[row] = column
      if (column > (this.#last[row] ?? 0)) this.#last[row] = column
    }
  }

  #inkRow(sheet: Uint8Array, row: number): void {
    const last = this.#last[row] ?? -1
    if (last < 0) return
    const from = row * (this.side + 1)
    let winding = 0
    for (let column = this.#first[row] ?? 0; column <= last; column++) {
      const at = from + column
      winding += this.#changes[at] ?? 0
      this.#changes[at] = 0
      if (winding !== 0) sheet[row * this.side + column] = 1
    }
    this.#first[row] = this.side
    this.#last[row] = -1
  }
}

function placeOf(point: readonly number[] | undefined): readonly [x: number, y: number] {
  return [point?.[0] ?? 0, point?.[1] ?? 0]
}
