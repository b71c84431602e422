import { IMAGE_SIDE } from './emnist-recipe'
import { DRAWING_KERNEL, ENLARGING_KERNEL, REDRAW_TAPS, SHEET_PIXELS } from './redraw-kernels'

/** The longer side of the ink, in pixels: in EMNIST's images on average, and as sketches are drawn. */
const COMMON_SIDE = 22.4
const DRAWN_SIDE = 23

/** What is added to the zoom of a character that is redrawn as it is, and for each pixel that its lines grow on either side. */
export const ZOOM = { still: COMMON_SIDE / DRAWN_SIDE - 1, grown: 2 / DRAWN_SIDE } as const

/**
 * An image enlarged, brought to two tones and drawn by EMNIST's recipe again, as sketches are: the plain reading of
 * `redrawn` (core/training/redraw.ts).
 *
 * @param image `[28, 28]`, 0 to `full`
 */
export function redrawnImage(image: ArrayLike<number>, full: number): Float32Array<ArrayBuffer> {
  const sheet = new Float32Array(IMAGE_SIDE * IMAGE_SIDE * SHEET_PIXELS)
  for (let to = 0; to < sheet.length; to++) {
    let shade = 0
    around(Math.floor(to / SHEET_PIXELS), (from, tap) => {
      const weight = ENLARGING_KERNEL[tap * SHEET_PIXELS + (to % SHEET_PIXELS)] ?? 0
      shade += weight * (image[from] ?? 0)
    })
    sheet[to] = shade >= full / 2 ? 1 : 0
  }
  return Float32Array.from({ length: IMAGE_SIDE * IMAGE_SIDE }, (_, to) => {
    let shade = 0
    around(to, (from, tap) => {
      for (let pixel = 0; pixel < SHEET_PIXELS; pixel++)
        shade +=
          (DRAWING_KERNEL[tap * SHEET_PIXELS + pixel] ?? 0) *
          (sheet[from * SHEET_PIXELS + pixel] ?? 0)
    })
    return full * Math.min(1, Math.max(0, shade))
  })
}

/** The pixels of the image that a kernel covers around one, and which of its weights meets each. */
function around(centre: number, visit: (pixel: number, tap: number) => void): void {
  const reach = (REDRAW_TAPS - 1) / 2
  const [left, top] = [(centre % IMAGE_SIDE) - reach, Math.floor(centre / IMAGE_SIDE) - reach]
  for (let tap = 0; tap < REDRAW_TAPS ** 2; tap++) {
    const [x, y] = [left + (tap % REDRAW_TAPS), top + Math.floor(tap / REDRAW_TAPS)]
    if (x >= 0 && y >= 0 && x < IMAGE_SIDE && y < IMAGE_SIDE) visit(y * IMAGE_SIDE + x, tap)
  }
}
