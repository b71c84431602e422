import { sampleBicubic, type SampleGrid } from './bicubic'
import { blurInk, boxAbove, gaussianKernel } from './blur'

/** Side of the sheets of NIST Special Database 19, in whose pixels the recipe states its σ of 1. */
const CANONICAL_SIDE = 128

/** Side of an EMNIST image, and how much of it is left free on each side. */
export const IMAGE_SIDE = 28
const BORDER = 2

/**
 * What is cropped to, as a share of the darkest pixel after the blur: one pixel outside of a straight edge
 * the blur leaves 0.3, two pixels outside 0.06, three 0.005. The paper gives no figure; EMNIST's images
 * have their outermost ink in row 2 or 1 and a hair of it beyond, which fits one pixel outside.
 */
const INK_SHARE = 0.06

/**
 * Makes a drawing an image as EMNIST's are, by EMNIST's own recipe (Cohen et al. 2017, figure 1):
 *
 * 1. "a Gaussian filter with σ = 1 is applied to the image to soften the edges": of 1 pixel on sheets up
 *    to 128 x 128, and of as much of the sheet on larger ones, cut off at 3 σ; the sheet is taken as empty
 *    outside;
 * 2. "the region around the actual digit is extracted": the smallest box around all that is darker than
 *    6 % of the darkest pixel;
 * 3. "placed and centered into a square image with the aspect ratio preserved", "padded with a 2 pixel
 *    border": its longer side becomes 24 of the 28 pixels, which is what EMNIST's images show;
 * 4. "down-sampled to 28 x 28 pixels using bi-cubic interpolation": cubic convolution with a = -0.5, not
 *    widened. The commonest edges of flat strokes in EMNIST rise 4, 127, 250 and 37, 217; this gives
 *    4, 127, 250 and 40, 214, and widened it would give 50 in place of 37;
 * 5. "the range of intensity values are then scaled to [0, 255]": nothing below 0, the darkest pixel 255,
 *    rounded down (both sides of such an edge sum to 254 in EMNIST).
 *
 * @param ink `[height, width]`, 0 where the sheet is empty and any other value where there is ink
 * @returns `[28, 28]`, 0 background to 255 ink; null where there is no ink
 */
export function emnistImage(
  ink: Uint8Array,
  width: number,
  height: number,
): Uint8Array<ArrayBuffer> | null {
  if (ink.length !== width * height) {
    throw new RangeError(`${ink.length} pixels, expected ${width} x ${height}`)
  }
  const inkBox = boxAbove(ink, width, height, 0)
  if (inkBox === null) return null
  const sigma = Math.max(1, Math.max(width, height) / CANONICAL_SIDE)
  const blurred = blurInk(ink, width, inkBox, gaussianKernel(sigma))
  const threshold = INK_SHARE * greatest(blurred.values)
  const crop = boxAbove(blurred.values, blurred.width, blurred.height, threshold)
  if (crop === null) return null
  const side = Math.max(crop.right - crop.left, crop.bottom - crop.top)
  const rows = imageGrid((crop.top + crop.bottom) / 2, side)
  const columns = imageGrid((crop.left + crop.right) / 2, side)
  return scaleToBytes(sampleBicubic(blurred, rows, columns))
}

/** The image's pixels along one axis: those within the border cover a length around a centre. */
function imageGrid(centre: number, length: number): SampleGrid {
  const step = length / (IMAGE_SIDE - 2 * BORDER)
  return { first: centre - ((IMAGE_SIDE - 1) / 2) * step, step, count: IMAGE_SIDE }
}

function scaleToBytes(values: Float32Array): Uint8Array<ArrayBuffer> {
  const scale = 255 / greatest(values)
  const bytes = new Uint8Array(values.length)
  for (let at = 0; at < bytes.length; at++) {
    // A hair more than down, so that the darkest pixel is 255 whatever its quotient rounds to.
    bytes[at] = Math.max(0, Math.floor((values[at] ?? 0) * scale + 1e-4))
  }
  return bytes
}

function greatest(values: Float32Array): number {
  let most = 0
  for (let at = 0; at < values.length; at++) most = Math.max(most, values[at] ?? 0)
  return most
}
