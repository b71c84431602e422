import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { calibrationSchema } from '../../../src-preload/contract/evaluation'
import { calibration } from './calibration'

/** Images of class 0 with a confidence each, recognised or taken for class 1. */
function calibrationOf(images: readonly (readonly [confidence: number, hit: boolean])[]) {
  return calibration(new Int32Array(images.length), {
    confidences: Float64Array.from(images, ([confidence]) => confidence),
    predicted: Int32Array.from(images, ([, hit]) => (hit ? 0 : 1)),
  })
}

test('without images there is none', () => {
  expect(calibrationOf([])).toBeNull()
})

test('an image has a bin of its own where there are fewer than bins', () => {
  expect(
    calibrationOf([
      [0.75, true],
      [0.25, false],
    ]),
  ).toEqual({
    ece: (0.25 + 0.25) / 2,
    bins: [
      { count: 1, confidence: 0.25, accuracy: 0, lower: 0.25, upper: 0.25 },
      { count: 1, confidence: 0.75, accuracy: 1, lower: 0.75, upper: 0.75 },
    ],
  })
})

test('equal confidences share a bin, however many they are', () => {
  const sure = Array.from({ length: 99 }, (_, image) => [1, image % 3 > 0] as const)
  expect(calibrationOf([...sure, [0.5, true]])).toEqual({
    ece: 0.995 - 0.67,
    bins: [
      // Room for seven, of which six are among the equals that follow.
      { count: 100, confidence: 0.995, accuracy: 0.67, lower: 0.5, upper: 1 },
    ],
  })
})

describe('whatever the images', () => {
  const confidence = fc.oneof(
    fc.double({ min: 0, max: 1, noNaN: true }),
    fc.constantFrom(0.5, 0.9, 1),
  )
  const images = fc.array(fc.tuple(confidence, fc.boolean()), { minLength: 1, maxLength: 200 })

  test('each is in one bin, and bins do not overlap', () => {
    fc.assert(
      fc.property(images, (all) => {
        const { bins, ece } = calibrationSchema.parse(calibrationOf(all))
        expect(bins.length).toBeLessThanOrEqual(15)
        expect(bins.reduce((sum, bin) => sum + bin.count, 0)).toBe(all.length)
        bins.forEach(({ lower, upper, confidence: mean, count }, index) => {
          expect(lower).toBeGreaterThan(bins[index - 1]?.upper ?? -1)
          expect(mean).toBeGreaterThanOrEqual(lower - 1e-12)
          expect(mean).toBeLessThanOrEqual(upper + 1e-12)
          expect(all.filter(([c]) => c >= lower && c <= upper)).toHaveLength(count)
        })
        expect(ece).toBeLessThanOrEqual(1)
      }),
    )
  })

  test('their order does not matter', () => {
    fc.assert(
      fc.property(images, (all) => {
        const [one, other] = [calibrationOf(all), calibrationOf(all.toReversed())]
        expect(other?.ece).toBeCloseTo(one?.ece ?? NaN, 12)
        expect(other?.bins.map(({ count }) => count)).toEqual(one?.bins.map(({ count }) => count))
      }),
    )
  })

  test('bins differ by one at most where no two are equal', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 500 }), (count) => {
        const distinct = Array.from({ length: count }, (_, image) => [image / count, true] as const)
        const counts = calibrationOf(distinct)?.bins.map((bin) => bin.count) ?? []
        expect(counts).toHaveLength(Math.min(count, 15))
        expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1)
      }),
    )
  })
})
