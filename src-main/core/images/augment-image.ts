import type { AugmentationConfiguration } from '../../../src-preload/contract/training'
import { IMAGE_SIDE } from './emnist-recipe'

/** Random numbers an image takes for its place: rotation, shift across, shift down, zoom, shear. */
export const PLACE_DRAWS = 5
/** For the rest: whether it is changed at all, and its strokes' width. */
export const LOOK_DRAWS = 2
export const AUGMENTATION_DRAWS = PLACE_DRAWS + LOOK_DRAWS

/**
 * One image with thicker or thinner strokes, rotated, shifted, zoomed and sheared about its centre, as training does it: the plain reading
 * of `augment` (core/training/augmentation.ts), one output pixel at a time, to be looked at and to be
 * compared with.
 *
 * @param image `[28, 28]`, shades of grey on any scale; outside it is 0
 * @param draws `[7]`, uniform in [0, 1): those of the place, then those of the look
 * @returns `[28, 28]`, on the same scale
 */
export function augmentImage(
  image: ArrayLike<number>,
  draws: ArrayLike<number>,
  { rotationDegrees, shift, zoom, shear, strokeWidth, share }: AugmentationConfiguration,
): Float32Array<ArrayBuffer> {
  if ((draws[PLACE_DRAWS] ?? 0) >= share) return Float32Array.from(image)
  const [turn = 0, across = 0, down = 0, change = 0, slant = 0, , width = 0] = Array.from(
    draws,
    (draw) => 2 * draw - 1,
  )
  const drawn = withStrokes(image, width * strokeWidth)
  const angle = (turn * rotationDegrees * Math.PI) / 180
  const factor = 1 + change * zoom
  const cosine = factor * Math.cos(angle)
  const sine = factor * Math.sin(angle)
  const centre = (IMAGE_SIDE - 1) / 2
  const centreX = centre + across * shift * IMAGE_SIDE
  const centreY = centre + down * shift * IMAGE_SIDE
  const augmented = new Float32Array(IMAGE_SIDE * IMAGE_SIDE)
  for (let position = 0; position < augmented.length; position++) {
    const v = Math.floor(position / IMAGE_SIDE) - centre
    const u = (position % IMAGE_SIDE) - centre + slant * shear * v
    augmented[position] = between(
      drawn,
      centreX + cosine * u - sine * v,
      centreY + sine * u + cosine * v,
    )
  }
  return augmented
}

/** @param change share of the largest of the pixels around each that is mixed in; below 0, of the smallest */
function withStrokes(image: ArrayLike<number>, change: number): ArrayLike<number> {
  if (change === 0) return image
  return Float32Array.from(image, (value, position) => {
    const around = neighbours(image, position)
    const extreme = change > 0 ? Math.max(...around) : Math.min(...around)
    return value + Math.abs(change) * (extreme - value)
  })
}

/** A pixel and those around it, within the image. */
function neighbours(image: ArrayLike<number>, position: number): readonly number[] {
  const [column, row] = [position % IMAGE_SIDE, Math.floor(position / IMAGE_SIDE)]
  const near = (centre: number) => [centre - 1, centre, centre + 1].filter(isOnSide)
  return near(row).flatMap((y) => near(column).map((x) => image[y * IMAGE_SIDE + x] ?? 0))
}

const isOnSide = (place: number): boolean => place >= 0 && place < IMAGE_SIDE

/** The shade at a place between four pixels, bilinearly. */
function between(image: ArrayLike<number>, x: number, y: number): number {
  const [left, top] = [Math.floor(x), Math.floor(y)]
  const [right, below] = [x - left, y - top]
  return (
    (1 - below) * ((1 - right) * shade(image, left, top) + right * shade(image, left + 1, top)) +
    below * ((1 - right) * shade(image, left, top + 1) + right * shade(image, left + 1, top + 1))
  )
}

function shade(image: ArrayLike<number>, x: number, y: number): number {
  const isInside = x >= 0 && x < IMAGE_SIDE && y >= 0 && y < IMAGE_SIDE
  return isInside ? (image[y * IMAGE_SIDE + x] ?? 0) : 0
}
