import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Stroke } from '../../../src-preload/contract/sketch'
import { SketchInk } from './sketch-ink'

const stroke = (x: number, width = 28, hasPressure = false): Stroke => ({
  ...{ width, hasPressure },
  points: [x, 100, 0.5, x, 300, 0.2, x + 50, 400, 0.9],
})

const STROKES: readonly Stroke[] = [
  ...[stroke(100), stroke(200), stroke(201), stroke(200, 29), stroke(200, 28, true)],
  { ...stroke(200), points: stroke(200).points.slice(0, 6) },
]

const pixels = (ink: Uint8Array): number => ink.reduce((sum, value) => sum + value, 0)

test('a stroke more is more ink', () => {
  const ink = new SketchInk()
  const one = pixels(ink.of([stroke(100)]))
  expect(one).toBeGreaterThan(28 * 290)
  expect(pixels(ink.of([stroke(100), stroke(200)]))).toBe(2 * one)
  expect(pixels(ink.of([]))).toBe(0)
})

test('whatever was drawn before, the ink is that of the drawing', () => {
  const drawing = fc.array(fc.constantFrom(...STROKES), { maxLength: 4 })
  fc.assert(
    fc.property(fc.array(drawing, { minLength: 2, maxLength: 5 }), (drawings) => {
      const ink = new SketchInk()
      // The comparison of 451,584 numbers by `toEqual` takes seconds.
      for (const strokes of drawings)
        expect(Buffer.compare(ink.of(strokes), new SketchInk().of(strokes))).toBe(0)
    }),
    { numRuns: 30 },
  )
})
