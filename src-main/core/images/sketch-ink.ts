import { SHEET_SIDE, type Stroke, type Strokes } from '../../../src-preload/contract/sketch'
import { strokeOutline } from '../../../src-preload/contract/stroke-outline'
import { OutlineFiller } from './fill-outline'

/** The ink of a drawing that grows: of all strokes but the last, what was inked for the drawing before is kept. */
export class SketchInk {
  readonly #filler = new OutlineFiller(SHEET_SIDE)
  readonly #settled: Stroke[] = []
  #sheet = new Uint8Array(SHEET_SIDE * SHEET_SIDE)

  /** @returns `[672, 672]`, a pixel a unit, 1 where there is ink */
  of(strokes: Strokes): Uint8Array {
    const finished = strokes.slice(0, -1)
    if (!beginsWith(finished, this.#settled)) {
      this.#settled.length = 0
      this.#sheet = new Uint8Array(SHEET_SIDE * SHEET_SIDE)
    }
    for (const stroke of finished.slice(this.#settled.length)) {
      this.#filler.fill(this.#sheet, strokeOutline(stroke))
      this.#settled.push(stroke)
    }
    const ink = this.#sheet.slice()
    const last = strokes.at(-1)
    if (last !== undefined) this.#filler.fill(ink, strokeOutline(last))
    return ink
  }
}

function beginsWith(strokes: Strokes, first: Strokes): boolean {
  return first.every((stroke, at) => {
    const other = strokes[at]
    return other !== undefined && isSame(stroke, other)
  })
}

function isSame(known: Stroke, { width, hasPressure, points }: Stroke): boolean {
  return (
    known.width === width &&
    known.hasPressure === hasPressure &&
    known.points.length === points.length &&
    known.points.every((value, at) => value === points[at])
  )
}
