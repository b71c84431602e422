import type { Stroke } from './way-of-writing'

/** Pieces that a curve between two of its points is drawn with. */
const PIECES = 6

/**
 * A stroke as a line of short pieces: a centripetal Catmull-Rom spline (Barry and Goldman 1988; Yuksel et
 * al. 2011: without loops or cusps between two points) through the points from corner to corner.
 *
 * @returns points with x and y in turn
 */
export function strokeLine({ points, corners }: Stroke): number[] {
  const line = [points[0] ?? 0, points[1] ?? 0]
  let from = 0
  for (let to = 1; to < corners.length; to++) {
    if (corners[to] !== true) continue
    addPiece(line, points, from, to)
    from = to
  }
  return line
}

/** Adds the curve through the points `from` to `to`, of which the first is already there. */
function addPiece(line: number[], points: Float64Array, from: number, to: number): void {
  if (to === from + 1) {
    line.push(points[2 * to] ?? 0, points[2 * to + 1] ?? 0)
    return
  }
  const coordinate = (index: number, axis: 0 | 1): number => {
    const at = (i: number): number => points[2 * i + axis] ?? 0
    // Beyond both ends the curve goes on as its mirror image.
    if (index < from) return 2 * at(from) - at(from + 1)
    if (index > to) return 2 * at(to) - at(to - 1)
    return at(index)
  }
  for (let index = from; index < to; index++) {
    const x = [-1, 0, 1, 2].map((offset) => coordinate(index + offset, 0))
    const y = [-1, 0, 1, 2].map((offset) => coordinate(index + offset, 1))
    addSegment(line, x, y)
  }
}

function addSegment(
  line: number[],
  [x0 = 0, x1 = 0, x2 = 0, x3 = 0]: readonly number[],
  [y0 = 0, y1 = 0, y2 = 0, y3 = 0]: readonly number[],
): void {
  // Knots are apart by the square root of the distance; points that coincide are held apart.
  const d1 = Math.max(1e-3, Math.sqrt(Math.hypot(x1 - x0, y1 - y0)))
  const d2 = Math.max(1e-3, Math.sqrt(Math.hypot(x2 - x1, y2 - y1)))
  const d3 = Math.max(1e-3, Math.sqrt(Math.hypot(x3 - x2, y3 - y2)))
  const tangent = (a: number, b: number, c: number, before: number, after: number): number =>
    ((b - a) / before - (c - a) / (before + after) + (c - b) / after) * d2
  const startX = tangent(x0, x1, x2, d1, d2)
  const startY = tangent(y0, y1, y2, d1, d2)
  const endX = tangent(x1, x2, x3, d2, d3)
  const endY = tangent(y1, y2, y3, d2, d3)
  for (let piece = 1; piece <= PIECES; piece++) {
    const t = piece / PIECES
    line.push(hermite(x1, startX, x2, endX, t), hermite(y1, startY, y2, endY, t))
  }
}

/** The cubic from `a` to `b` whose slopes there are `slopeA` and `slopeB`. */
function hermite(a: number, slopeA: number, b: number, slopeB: number, t: number): number {
  const c2 = 3 * (b - a) - 2 * slopeA - slopeB
  const c3 = slopeA + slopeB - 2 * (b - a)
  return a + t * (slopeA + t * (c2 + t * c3))
}
