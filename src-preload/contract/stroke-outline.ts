import { getStroke } from 'perfect-freehand'
import type { Stroke } from './sketch'

/** A polygon, x and y in turn, in units of the sheet; it may cross itself: what it winds around is ink. */
export type Outline = readonly (readonly number[])[]

/** How much narrower and wider a line gets with the pressure of a pen. */
const PRESSURE_SHARE = 0.6

/**
 * Points of a quick pen lie further apart; between points as far as that, the outline would no longer keep its
 * distance from the line.
 */
const MOST_GAP = 0.25

/**
 * The ink of a stroke. What is drawn in a window and what is read are both made of it, so that what one sees is
 * what is read.
 *
 * @param isComplete false while the pen is still down: the line then ends a little behind it
 */
export function strokeOutline({ width, hasPressure, points }: Stroke, isComplete = true): Outline {
  const gap = Math.max(width * MOST_GAP, lengthOf(points) / mostPieces(points.length / 3))
  const inputs = closePoints(points, gap)
  return getStroke(inputs, {
    size: width,
    thinning: hasPressure ? PRESSURE_SHARE : 0,
    simulatePressure: false,
    smoothing: 0.5,
    streamline: 0.25,
    last: isComplete,
  })
}

/**
 * What is put between the points of a stroke has to end somewhere, also in a drawing of a thousand strokes that cross
 * the sheet with every point; what hands draw is far from it.
 */
const mostPieces = (points: number): number => 500 + 8 * points

/** The points, x, y and pressure each, with others between those that are further apart than `gap`. */
function closePoints(points: readonly number[], gap: number): number[][] {
  const close: number[][] = []
  for (let at = 0; at < points.length; at += 3) {
    const point = points.slice(at, at + 3)
    const before = close.at(-1)
    if (before !== undefined) {
      const [x = 0, y = 0] = point
      const [x0 = 0, y0 = 0] = before
      const pieces = Math.ceil(Math.hypot(x - x0, y - y0) / gap)
      for (let piece = 1; piece < pieces; piece++) {
        const share = piece / pieces
        close.push(before.map((value, axis) => value + share * ((point[axis] ?? value) - value)))
      }
    }
    close.push(point)
  }
  return close
}

function lengthOf(points: readonly number[]): number {
  let length = 0
  for (let at = 3; at < points.length; at += 3)
    length += Math.hypot(
      (points[at] ?? 0) - (points[at - 3] ?? 0),
      (points[at + 1] ?? 0) - (points[at - 2] ?? 0),
    )
  return length
}
