import { SHEET_SIDE } from '../../src-preload/contract/sketch'
import type { Outline } from '../../src-preload/contract/stroke-outline'
import { contours } from 'd3-contour'
import { sampleBicubic } from '../../src-main/core/images/bicubic'
import { boxAbove } from '../../src-main/core/images/blur'
import { IMAGE_SIDE } from '../../src-main/core/images/emnist-recipe'
import { signedDistance } from './signed-distance'

/** Side of the canvas, in pixels. */
export const CANVAS_SIDE = 500

/** How an image is drawn on the canvas. */
export interface Enlargement {
  /** The longer side of its ink, as a share of the canvas. */
  readonly size: number
  /** How thick its lines are, as a multiple of what is common in EMNIST. */
  readonly thickness: number
  /** Where it lies: 0 left or above, 1 right or below, as far as the size leaves room. */
  readonly x: number
  readonly y: number
}

/** Of lines in the median image of emnist47, in pixels of the image. */
const COMMON_WIDTH = 3
const TIMES = 8
/** Room for lines that get thicker, in pixels of the image. */
const ROOM = 3
const FINE_SIDE = TIMES * (IMAGE_SIDE + 2 * ROOM)

/**
 * The ink of an image of EMNIST on the canvas: what is half as dark as ink or darker, enlarged bicubically, its lines
 * made thicker or thinner all around.
 *
 * @returns `[500, 500]`, the depth of each pixel within the ink, in pixels of some size: negative outside
 */
export function enlarged(image: Uint8Array, { size, thickness, x, y }: Enlargement): Float32Array {
  const distance = fineDistance(image)
  const grown = (thickness * COMMON_WIDTH * TIMES - lineWidth(distance)) / 2
  const fine = distance.map((value) => grown - value)
  const box = boxAbove(fine, FINE_SIDE, FINE_SIDE, 0)
  if (box === null) throw new Error('lines this thin leave nothing of an image')
  const [width, height] = [box.right - box.left, box.bottom - box.top]
  const scale = (size * CANVAS_SIDE) / Math.max(width, height)
  const left = x * (CANVAS_SIDE - scale * width)
  const top = y * (CANVAS_SIDE - scale * height)
  const canvas = new Float32Array(CANVAS_SIDE * CANVAS_SIDE).fill(-1)
  const end = (first: number, length: number): number =>
    Math.min(CANVAS_SIDE, Math.ceil(first + scale * length) + 1)
  for (let row = Math.max(0, Math.floor(top) - 1); row < end(top, height); row++)
    for (let column = Math.max(0, Math.floor(left) - 1); column < end(left, width); column++)
      canvas[row * CANVAS_SIDE + column] = interpolated(
        fine,
        box.left + (column + 0.5 - left) / scale - 0.5,
        box.top + (row + 0.5 - top) / scale - 0.5,
      )
  return canvas
}

/** @returns `[500, 500]`, 1 where there is ink */
export function inkOf(canvas: Float32Array): Uint8Array {
  const ink = new Uint8Array(canvas.length)
  for (let at = 0; at < ink.length; at++) if ((canvas[at] ?? 0) > 0) ink[at] = 1
  return ink
}

/** The edges of the ink in units of the sheet, one outline for each patch, around its holes, too. */
export function outlinesOf(canvas: Float32Array): readonly Outline[] {
  const [ink] = contours().size([CANVAS_SIDE, CANVAS_SIDE]).thresholds([0])(Array.from(canvas))
  const scale = SHEET_SIDE / CANVAS_SIDE
  return (ink?.coordinates ?? []).map((rings) => {
    const [outer = [], ...holes] = rings
    const seam = outer.slice(0, 1)
    // A line to each hole and back the same way encloses nothing.
    const points = [...outer, ...holes.flatMap((hole) => [...hole, ...seam])]
    return points.map(([x = 0, y = 0]) => [scale * x, scale * y])
  })
}

/** The image in shares of ink, 8 times as large, and how far each pixel is from the edge of half ink. */
function fineDistance(image: Uint8Array): Float32Array {
  const values = Float32Array.from(image, (value) => value / 255)
  const grid = { first: -ROOM + 0.5 / TIMES, step: 1 / TIMES, count: FINE_SIDE }
  const fine = sampleBicubic({ values, width: IMAGE_SIDE, height: IMAGE_SIDE }, grid, grid)
  const ink = new Uint8Array(fine.length)
  for (let at = 0; at < ink.length; at++) if ((fine[at] ?? 0) > 0.5) ink[at] = 1
  return signedDistance(ink, FINE_SIDE, FINE_SIDE)
}

/** Across a line of width w distances to its edge go evenly from 0 to w / 2. */
function lineWidth(distance: Float32Array): number {
  let count = 0
  let sum = 0
  for (let at = 0; at < distance.length; at++) {
    const value = distance[at] ?? 0
    if (value >= 0) continue
    count += 1
    sum -= value
  }
  return (4 * sum) / count
}

function interpolated(values: Float32Array, x: number, y: number): number {
  const [left, top] = [Math.floor(x), Math.floor(y)]
  const [right, down] = [x - left, y - top]
  const at = (column: number, row: number): number =>
    column < 0 || row < 0 || column >= FINE_SIDE || row >= FINE_SIDE
      ? -1
      : (values[row * FINE_SIDE + column] ?? -1)
  return (
    (1 - down) * ((1 - right) * at(left, top) + right * at(left + 1, top)) +
    down * ((1 - right) * at(left, top + 1) + right * at(left + 1, top + 1))
  )
}
