import fc from 'fast-check'
import { expect, test } from 'vitest'
import { PIXELS_PER_IMAGE } from './dataset'
import { setUpright } from './upright'

test('row and column change places', () => {
  const images = new Uint8Array(2 * PIXELS_PER_IMAGE)
  images[3 * 28 + 20] = 9
  images[PIXELS_PER_IMAGE + 27] = 7
  setUpright(images, 0, 2)
  expect(images[20 * 28 + 3]).toBe(9)
  expect(images[PIXELS_PER_IMAGE + 27 * 28]).toBe(7)
  expect(images.reduce((sum, value) => sum + value)).toBe(16)
})

test('images outside the range stay, and turning twice restores', () => {
  const made = fc.uint8Array({ minLength: 3 * PIXELS_PER_IMAGE, maxLength: 3 * PIXELS_PER_IMAGE })
  fc.assert(
    fc.property(made, (original) => {
      const images = Uint8Array.from(original)
      setUpright(images, 1, 2)
      const outside = (all: Uint8Array): number[] => [
        ...all.subarray(0, PIXELS_PER_IMAGE),
        ...all.subarray(2 * PIXELS_PER_IMAGE),
      ]
      expect(outside(images)).toEqual(outside(original))
      setUpright(images, 1, 2)
      expect(images).toEqual(original)
    }),
    { numRuns: 20 },
  )
})
