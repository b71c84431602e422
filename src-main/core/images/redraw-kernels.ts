import { cubicWeights } from './bicubic'
import { gaussianKernel } from './blur'

/** Pixels on each side of one that the kernels reach. */
const REACH = 2
export const REDRAW_TAPS = 2 * REACH + 1
/** Each pixel of an image is 2 x 2 of the sheet that sketches are drawn on. */
const TIMES = 2
export const SHEET_PIXELS = TIMES * TIMES

/** Weights along one axis: `[sheet pixel of two][pixel -2 to 2]`. */
type Weights = readonly (readonly number[])[]

/** A sheet's pixel, a quarter of a pixel before or behind the centre of one of the image, by its four neighbours. */
const ENLARGING: Weights = [0.75, 0.25].map((between, pixel) => {
  const four = cubicWeights(between)
  return Array.from({ length: REDRAW_TAPS }, (_, tap) => four[tap - pixel] ?? 0)
})

/** EMNIST's recipe at 2 pixels of the sheet a pixel of the image: blurred, and taken half-way between two pixels. */
const DRAWING: Weights = (() => {
  const gaussian = gaussianKernel(1)
  const taps = new Float64Array(TIMES * REDRAW_TAPS)
  cubicWeights(0.5).forEach((weight, tap) => {
    for (let at = 0; at < taps.length; at++)
      taps[at] =
        (taps[at] ?? 0) + weight * (gaussian[Math.abs(at - (TIMES * REACH - 1 + tap))] ?? 0)
  })
  return Array.from({ length: TIMES }, (_, pixel) =>
    Array.from({ length: REDRAW_TAPS }, (_, tap) => taps[TIMES * tap + pixel] ?? 0),
  )
})()

/** `[rows, columns, sheet pixels]` of 5, 5 and 4: from a pixel's surroundings to the four of the sheet that it covers. */
export const ENLARGING_KERNEL = kernelOf(ENLARGING)
/** `[rows, columns, sheet pixels]`: back, from those that the surroundings cover. */
export const DRAWING_KERNEL = kernelOf(DRAWING)

function kernelOf(weights: Weights): Float32Array {
  const axis = Array.from({ length: REDRAW_TAPS }, (_, tap) => tap)
  return Float32Array.from(
    axis.flatMap((row) =>
      axis.flatMap((column) =>
        weights.flatMap((down) =>
          weights.map((across) => (down[row] ?? 0) * (across[column] ?? 0)),
        ),
      ),
    ),
  )
}
