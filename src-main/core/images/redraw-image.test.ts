import { describe, expect, test } from 'vitest'
import { augmentImage } from './augment-image'
import { emnistImage, IMAGE_SIDE } from './emnist-recipe'
import { redrawnImage, ZOOM } from './redraw-image'
import { imageOfInk } from './sketch-image'

const REDRAWN = {
  ...{ rotationDegrees: 0, shift: 0, zoom: 0, shear: 0 },
  ...{ strokeWidth: 0, share: 1, redraw: 1 },
}

/** An image whose columns are alike. */
function ofColumns(shadeOf: (column: number) => number): Float32Array {
  return Float32Array.from({ length: IMAGE_SIDE ** 2 }, (_, at) => shadeOf(at % IMAGE_SIDE))
}

describe('an edge', () => {
  /** The row in the middle, near the edge, rounded down as the recipe does. */
  const edgeOf = (image: Float32Array) =>
    [...redrawnImage(image, 255).subarray(14 * IMAGE_SIDE + 11, 14 * IMAGE_SIDE + 17)].map(
      Math.floor,
    )

  test('between two pixels is drawn as the recipe draws it', () => {
    expect(edgeOf(ofColumns((x) => (x >= 14 ? 255 : 0)))).toEqual([0, 0, 40, 214, 255, 255])
  })

  test('amid a pixel is drawn so, too', () => {
    const row = edgeOf(ofColumns((x) => (x > 14 ? 255 : x === 14 ? 127 : 0)))
    expect(row).toEqual([0, 0, 4, 127, 250, 255])
  })

  test('is as soft however soft it was', () => {
    const [soft, softer] = [60, 100].map((step) =>
      redrawnImage(
        ofColumns((x) => Math.min(255, Math.max(0, 127 + (x - 13.5) * step))),
        255,
      ),
    )
    expect(soft).toEqual(softer)
  })
})

const redrawnWith = (image: ArrayLike<number>, width: number) =>
  augmentImage(image, [0.5, 0.5, 0.5, 0.5, 0.5, 0, 0.5, 0, width], REDRAWN)

/** A ring with a bar across, of lines so wide, on a sheet; in units of so many pixels. */
function theta(side: number, scale: number, width: number): Uint8Array {
  const centre = side / 2
  return Uint8Array.from({ length: side * side }, (_, at) => {
    const x = ((at % side) + 0.5 - centre) / scale
    const y = (Math.floor(at / side) + 0.5 - centre) / scale
    const radius = Math.hypot(x, y)
    const isLine = Math.abs(radius - 13) < width / 2 || Math.abs(y) < width / 2
    return isLine && radius < 13 + width / 2 ? 1 : 0
  })
}

const meanDifference = (a: ArrayLike<number>, b: ArrayLike<number>): number =>
  Array.from(a).reduce((sum, value, at) => sum + Math.abs(value - (b[at] ?? 0)), 0) / a.length

test('thicker lines come out as on the sketch pad', () => {
  // Small on its sheet, so that the recipe leaves it soft.
  const small = emnistImage(theta(128, 1, 4), 128, 128)
  const sketch = imageOfInk(theta(500, 14, 6.8), 500, 500)?.seen
  if (!small || !sketch) throw new Error('nothing is drawn')
  expect(meanDifference(redrawnWith(small, 0.9), sketch)).toBeLessThan(
    meanDifference(small, sketch) / 2,
  )
})

test.each([
  [0, 2],
  [0.3, 3],
  [0.6, 4],
  [1, 5.4],
])('at a draw of %d a line becomes %d pixels wide', (draw, width) => {
  const bar = Float32Array.from({ length: IMAGE_SIDE ** 2 }, (_, at) => {
    const [x, y] = [at % IMAGE_SIDE, Math.floor(at / IMAGE_SIDE)]
    return x >= 4 && x < 24 && y >= 12 && y < 15 ? 255 : 0
  })
  const redrawn = redrawnWith(bar, draw)
  const column = Array.from({ length: IMAGE_SIDE }, (_, y) => redrawn[y * IMAGE_SIDE + 14] ?? 0)
  // What gets thicker is seen smaller, since the whole keeps its size.
  const seen = width / (1 + ZOOM.still + ((width - 3) / 2) * ZOOM.grown)
  expect(column.reduce((sum, shade) => sum + shade / 255, 0)).toBeCloseTo(seen, 0)
})

test('an empty image and a full one become finite', () => {
  for (const shade of [0, 255]) {
    const image = ofColumns(() => shade)
    expect(redrawnWith(image, 0.5).every(Number.isFinite)).toBe(true)
  }
})
