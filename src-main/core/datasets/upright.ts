import { IMAGE_SIDE, PIXELS_PER_IMAGE } from './dataset'

/**
 * EMNIST stores its images transposed (Cohen et al. 2017: they were written from Matlab, column by
 * column). Sets images upright in place.
 *
 * @param images `[count, 28, 28]`
 * @param start the first image to turn
 * @param end the first image to leave as it is
 */
export function setUpright(images: Uint8Array, start: number, end: number): void {
  for (let image = start; image < end; image++) {
    const first = image * PIXELS_PER_IMAGE
    for (let row = 1; row < IMAGE_SIDE; row++) {
      let across = first + row * IMAGE_SIDE
      let down = first + row
      for (let column = 0; column < row; column++) {
        const moved = images[across] ?? 0
        images[across] = images[down] ?? 0
        images[down] = moved
        across++
        down += IMAGE_SIDE
      }
    }
  }
}
