import type { Random } from '../../random/random'
import type { Stroke } from './way-of-writing'
import type { Writer } from './writer'

/** Standard deviations for an ordinary hand; lengths in hundredths of a capital's height. */
const POINT_STRAY = 4.2
const STROKE_SHIFT = 2.6
const STROKE_GROWTH = 0.07
/** In radians. */
const STROKE_TURN = 0.05
/** As a share of the distance from an end to the point before it. */
const END_REACH = 0.05

/**
 * A stroke as a hand makes it this time: moved, turned and grown as a whole, every point astray, its ends
 * reaching further or not so far, and some of its corners bends. Strokes that should meet then do not
 * quite.
 */
export function loosenStroke(stroke: Stroke, writer: Writer, random: Random): Stroke {
  const { looseness } = writer
  const count = stroke.corners.length
  const moved = moveStroke(stroke.points, looseness, random)
  const points = reachEnds(moved, looseness, random)
  const corners = stroke.corners.map(
    (isCorner, index) =>
      isCorner && (index === 0 || index === count - 1 || random.uniform() >= writer.roundness),
  )
  return { points, corners }
}

function moveStroke(points: Float64Array, looseness: number, random: Random): Float64Array {
  const centreX = meanOf(points, 0)
  const centreY = meanOf(points, 1)
  const growth = Math.exp(STROKE_GROWTH * looseness * random.normal())
  const turn = STROKE_TURN * looseness * random.normal()
  const shiftX = STROKE_SHIFT * looseness * random.normal()
  const shiftY = STROKE_SHIFT * looseness * random.normal()
  const stray = POINT_STRAY * looseness
  const moved = new Float64Array(points.length)
  for (let at = 0; at < points.length; at += 2) {
    const x = growth * ((points[at] ?? 0) - centreX)
    const y = growth * ((points[at + 1] ?? 0) - centreY)
    moved[at] = centreX + shiftX + x - turn * y + stray * random.normal()
    moved[at + 1] = centreY + shiftY + y + turn * x + stray * random.normal()
  }
  return moved
}

function meanOf(points: Float64Array, axis: 0 | 1): number {
  let sum = 0
  for (let at = axis; at < points.length; at += 2) sum += points[at] ?? 0
  return sum / (points.length / 2)
}

function reachEnds(points: Float64Array, looseness: number, random: Random): Float64Array {
  const reached = points.slice()
  const last = points.length - 2
  for (const [end, before] of [
    [0, 2],
    [last, last - 2],
  ] as const) {
    const reach = END_REACH * looseness * random.normal()
    for (const axis of [0, 1]) {
      const from = points[end + axis] ?? 0
      reached[end + axis] = from + reach * (from - (points[before + axis] ?? 0))
    }
  }
  return reached
}
