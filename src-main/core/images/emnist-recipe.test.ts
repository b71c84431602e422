import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import fixture from '../../../test/fixtures/emnist-recipe/emnist-recipe.json'
import { emnistImage } from './emnist-recipe'

const SIDE = 28

/** A sheet with ink where `isInk` says so. */
function sheet(width: number, height: number, isInk: (x: number, y: number) => boolean) {
  return Uint8Array.from({ length: width * height }, (_, at) =>
    isInk(at % width, Math.floor(at / width)) ? 1 : 0,
  )
}

function imageOf(ink: Uint8Array, width: number, height: number): Uint8Array {
  const image = emnistImage(ink, width, height)
  if (image === null) throw new Error('no ink')
  return image
}

/** First and last row and column with any ink at all. */
function extent(image: Uint8Array) {
  const at = [...image].flatMap((value, index) => (value > 0 ? [index] : []))
  const rows = at.map((index) => Math.floor(index / SIDE))
  const columns = at.map((index) => index % SIDE)
  return {
    top: Math.min(...rows),
    bottom: Math.max(...rows),
    left: Math.min(...columns),
    right: Math.max(...columns),
  }
}

describe('agrees with SciPy', () => {
  test.each(fixture.drawings)('on $name', ({ width, height, bits, image }) => {
    const packed = Buffer.from(bits, 'base64')
    const ink = Uint8Array.from(
      { length: width * height },
      (_, at) => ((packed[at >> 3] ?? 0) >> (7 - (at & 7))) & 1,
    )
    const found = imageOf(ink, width, height)
    // Ours is rounded down from float32; the fixture has two decimals.
    found.forEach((value, at) => {
      expect(Math.abs(value + 0.5 - (image[at] ?? NaN))).toBeLessThanOrEqual(0.52)
    })
  })
})

test('an empty sheet has no image', () => {
  expect(emnistImage(new Uint8Array(128 * 128), 128, 128)).toBeNull()
})

test('a sheet of another size than said is refused', () => {
  expect(() => emnistImage(new Uint8Array(10), 4, 3)).toThrow('10 pixels, expected 4 x 3')
})

test('flat edges rise as in EMNIST', () => {
  // 46 pixels and one on each side that the blur adds: 48, so a pixel of the image is 2 wide.
  const square = imageOf(
    sheet(128, 128, (x, y) => x >= 40 && x < 86 && y >= 40 && y < 86),
    128,
    128,
  )
  const column = [...square.filter((_, at) => at % SIDE === 14)]
  expect(column.slice(0, 6)).toEqual([0, 4, 127, 250, 254, 254])
  expect(column).toEqual(column.toReversed())
})

test('one pixel becomes a round blot', () => {
  const image = imageOf(
    sheet(128, 128, (x, y) => x === 3 && y === 120),
    128,
    128,
  )
  expect(Math.max(...image)).toBe(255)
  expect(image[14 * SIDE + 14]).toBe(255)
  expect(image).toEqual(image.toReversed())
})

test.each([
  ['a line across', 100, 1],
  ['a line down', 1, 100],
  ['a full sheet', 128, 128],
])('%s fills the image up to the border', (_, width, height) => {
  const image = imageOf(
    sheet(128, 128, (x, y) => x < width && y < height),
    128,
    128,
  )
  const { top, bottom, left, right } = extent(image)
  expect(Math.max(...image)).toBe(255)
  expect(Math.max(bottom - top, right - left)).toBeGreaterThanOrEqual(23)
  expect(Math.max(bottom - top, right - left)).toBeLessThanOrEqual(25)
  // In the middle, whatever the corner it was drawn in.
  expect(top + bottom).toBe(27)
  expect(left + right).toBe(27)
})

test('a drawing gives the same image wherever it lies on the sheet', () => {
  const drawn = (left: number, top: number) =>
    imageOf(
      sheet(128, 128, (x, y) => Math.abs(x - left - (y - top) / 2) < 3 && y >= top && y < top + 40),
      128,
      128,
    )
  const first = drawn(20, 10)
  fc.assert(
    fc.property(fc.integer({ min: 6, max: 90 }), fc.integer({ min: 0, max: 88 }), (left, top) => {
      expect(drawn(left, top)).toEqual(first)
    }),
    { numRuns: 30 },
  )
})

test('a drawing gives nearly the same image at twice the resolution', () => {
  const at = (scale: number) =>
    imageOf(
      sheet(128 * scale, 128 * scale, (x, y) => {
        const distance = Math.hypot((x + 0.5) / scale - 64, (y + 0.5) / scale - 60)
        return distance > 22 && distance < 29
      }),
      128 * scale,
      128 * scale,
    )
  const fine = at(4)
  const differences = [...at(2)].map((value, index) => Math.abs(value - (fine[index] ?? 0)))
  expect(Math.max(...differences)).toBeLessThan(24)
  expect(differences.reduce((sum, value) => sum + value, 0) / differences.length).toBeLessThan(2)
})

test('mirrored ink gives the mirrored image', () => {
  fc.assert(
    fc.property(
      fc.array(fc.nat({ max: 1 }), { minLength: 12 * 9, maxLength: 12 * 9 }),
      (pixels) => {
        fc.pre(pixels.includes(1))
        const ink = Uint8Array.from(pixels)
        const mirrored = ink.map((_, at) => ink[at - 2 * (at % 12) + 11] ?? 0)
        const image = imageOf(ink, 12, 9)
        const other = imageOf(mirrored, 12, 9)
        image.forEach((value, at) => {
          const across = other[at - 2 * (at % SIDE) + SIDE - 1] ?? NaN
          expect(Math.abs(value - across)).toBeLessThanOrEqual(1)
        })
      },
    ),
    { numRuns: 50 },
  )
})

test('any value but nought is ink', () => {
  const faint = sheet(40, 40, (x) => x > 15 && x < 21)
  const dark = faint.map((value) => 255 * value)
  expect(imageOf(dark, 40, 40)).toEqual(imageOf(faint, 40, 40))
})
