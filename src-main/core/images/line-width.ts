import { IMAGE_SIDE } from './emnist-recipe'

/** Widths of the lines that images are redrawn with, in pixels: from 0.6 to 1.8 times the median of EMNIST's, and a little beyond. */
export const REDRAWN_WIDTHS = { least: 2, most: 5.4 } as const
/** Pixels that lines grow or shrink by on either side at most, to become as wide as that. */
export const WIDEST_GROWTH = 2
/**
 * Across lines, the ink over what the maximum of each neighbourhood adds to it is half their width, and less for the
 * corners. On 300 images of emnist47 the width measured exactly is this much of it (standard deviation 5 %).
 */
export const WIDTH_OF_INK = 2.57
/** Keeps a sheet without edges from dividing by nothing. */
export const LEAST_EDGE = 1e-3

/**
 * An image with thicker or thinner strokes.
 * @param image `[28, 28]`
 * @param change share of the largest of the pixels around each that is mixed in; below 0, of the smallest
 */
export function withStrokes(image: ArrayLike<number>, change: number): ArrayLike<number> {
  if (change === 0) return image
  return Float32Array.from(image, (value, position) => {
    const around = neighbours(image, position)
    const extreme = change > 0 ? Math.max(...around) : Math.min(...around)
    return value + Math.abs(change) * (extreme - value)
  })
}

/** As {@link withStrokes}, of changes -2 to 2: what goes beyond 1 is mixed into what came of the first. */
export function withWideStrokes(image: ArrayLike<number>, change: number): ArrayLike<number> {
  const first = limited(change, 1)
  return withStrokes(withStrokes(image, first), change - first)
}

/**
 * How far lines grow on either side, in pixels, to become as wide as drawn; below 0 they shrink.
 * @param image `[28, 28]`, 0 to `full`
 * @param draw in [0, 1)
 */
export function growthOfLines(image: ArrayLike<number>, draw: number, full: number): number {
  const { least, most } = REDRAWN_WIDTHS
  let [ink, edge] = [0, full * LEAST_EDGE]
  for (let position = 0; position < image.length; position++) {
    const value = image[position] ?? 0
    ink += value
    edge += Math.max(...neighbours(image, position)) - value
  }
  return limited((least + draw * (most - least) - (WIDTH_OF_INK * ink) / edge) / 2, WIDEST_GROWTH)
}

function limited(value: number, most: number): number {
  return Math.min(most, Math.max(-most, value))
}

/** A pixel and those around it, within the image. */
function neighbours(image: ArrayLike<number>, position: number): readonly number[] {
  const [column, row] = [position % IMAGE_SIDE, Math.floor(position / IMAGE_SIDE)]
  const near = (centre: number) => [centre - 1, centre, centre + 1].filter(isOnSide)
  return near(row).flatMap((y) => near(column).map((x) => image[y * IMAGE_SIDE + x] ?? 0))
}

const isOnSide = (place: number): boolean => place >= 0 && place < IMAGE_SIDE
