import type { Span } from './span'
import { firstFrom } from './sorted-search'

/** A curve in few points: x and y alternate. */
export type Path = Float64Array

/**
 * A curve as it can be seen: of each column of pixels its least and its greatest value, in their order. A
 * line through them reaches as far up and down as one through all, and has at most two points a column,
 * however long the curve is.
 * @param x rising
 * @param y as many as `x`
 * @param visible range of x that is shown; one point on each side of it is kept, for the line to its edge
 * @param columns pixels of its width
 */
export function visiblePath(
  x: Float64Array,
  y: Float64Array,
  visible: Span,
  columns: number,
): Path {
  const from = Math.max(0, firstFrom(x, visible.from) - 1)
  const to = Math.min(x.length, firstFrom(x, visible.to) + 1)
  if (to - from <= 2 * columns) return wholePath(x, y, from, to)

  const path = new Float64Array(4 * (columns + 3))
  let length = 0
  const add = (index: number): void => {
    path[length] = x[index] ?? 0
    path[length + 1] = y[index] ?? 0
    length += 2
  }
  const perStep = columns / (visible.to - visible.from)
  let first = from
  while (first < to) {
    const column = Math.floor(((x[first] ?? 0) - visible.from) * perStep)
    let [least, greatest, after] = [first, first, first + 1]
    while (after < to && Math.floor(((x[after] ?? 0) - visible.from) * perStep) === column) {
      const value = y[after] ?? 0
      if (value < (y[least] ?? 0)) least = after
      if (value > (y[greatest] ?? 0)) greatest = after
      after += 1
    }
    add(Math.min(least, greatest))
    if (least !== greatest) add(Math.max(least, greatest))
    first = after
  }
  return path.subarray(0, length)
}

function wholePath(x: Float64Array, y: Float64Array, from: number, to: number): Path {
  const path = new Float64Array(2 * Math.max(0, to - from))
  for (let index = from; index < to; index += 1) {
    path[2 * (index - from)] = x[index] ?? 0
    path[2 * (index - from) + 1] = y[index] ?? 0
  }
  return path
}
