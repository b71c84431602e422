import type { AugmentationConfiguration } from '../../../src-preload/contract/training'
import { IMAGE_SIDE } from './emnist-recipe'
import { growthOfLines, withStrokes, withWideStrokes } from './line-width'
import { redrawnImage, ZOOM } from './redraw-image'

/** Random numbers an image takes for its place: rotation, shift across, shift down, zoom, shear. */
export const PLACE_DRAWS = 5
/** For the rest: whether it is changed at all, and its strokes' width. */
export const LOOK_DRAWS = 2
/** For redrawing: whether it is redrawn, and how wide its lines become. */
export const REDRAW_DRAWS = 2
export const AUGMENTATION_DRAWS = PLACE_DRAWS + LOOK_DRAWS + REDRAW_DRAWS

/**
 * One image with thicker or thinner strokes, rotated, shifted, zoomed and sheared about its centre and redrawn, as
 * training does it: the plain reading of `augment` (core/training/augmentation.ts), one output pixel at a time, to be
 * looked at and to be compared with.
 *
 * @param image `[28, 28]`, shades of grey, 0 to `full`; outside it is 0
 * @param draws `[9]`, uniform in [0, 1): those of the place, those of the look, those of redrawing
 * @returns `[28, 28]`, on the same scale
 */
export function augmentImage(
  image: ArrayLike<number>,
  draws: ArrayLike<number>,
  configuration: AugmentationConfiguration,
  full = 255,
): Float32Array<ArrayBuffer> {
  const at = PLACE_DRAWS + LOOK_DRAWS
  const isRedrawn = (draws[at] ?? 0) < configuration.redraw
  const isChanged = (draws[PLACE_DRAWS] ?? 0) < configuration.share
  const place = isChanged ? Array.from({ length: PLACE_DRAWS }, (_, draw) => draws[draw]) : []
  if (!isRedrawn) {
    if (!isChanged) return Float32Array.from(image)
    const change = (2 * (draws[PLACE_DRAWS + 1] ?? 0.5) - 1) * configuration.strokeWidth
    return moved(withStrokes(image, change), place, 0, configuration)
  }
  const growth = growthOfLines(image, draws[at + 1] ?? 0, full)
  const drawn = withWideStrokes(image, growth)
  const zoom = ZOOM.still + growth * ZOOM.grown
  return redrawnImage(moved(drawn, place, zoom, configuration), full)
}

/** @param draws of the place; those left out change nothing */
function moved(
  image: ArrayLike<number>,
  draws: readonly (number | undefined)[],
  zoomed: number,
  { rotationDegrees, shift, zoom, shear }: AugmentationConfiguration,
): Float32Array<ArrayBuffer> {
  const [turn = 0, across = 0, down = 0, change = 0, slant = 0] = draws.map(
    (draw = 0.5) => 2 * draw - 1,
  )
  const angle = (turn * rotationDegrees * Math.PI) / 180
  const factor = 1 + change * zoom + zoomed
  const cosine = factor * Math.cos(angle)
  const sine = factor * Math.sin(angle)
  const centre = (IMAGE_SIDE - 1) / 2
  const centreX = centre + across * shift * IMAGE_SIDE
  const centreY = centre + down * shift * IMAGE_SIDE
  const result = new Float32Array(IMAGE_SIDE * IMAGE_SIDE)
  for (let position = 0; position < result.length; position++) {
    const v = Math.floor(position / IMAGE_SIDE) - centre
    const u = (position % IMAGE_SIDE) - centre + slant * shear * v
    result[position] = between(
      image,
      centreX + cosine * u - sine * v,
      centreY + sine * u + cosine * v,
    )
  }
  return result
}

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
