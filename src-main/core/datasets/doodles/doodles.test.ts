import { describe, expect, test } from 'vitest'
import { SHEET_SIDE, strokesSchema } from '../../../../src-preload/contract/sketch'
import { sketchImage } from '../../images/sketch-image'
import { STROKE_CLASSES } from '../strokes/classes'
import { DOODLE_KINDS, drawDoodle } from './draw-doodle'
import { writeSketch } from './written-sketch'

/** As a window may send them, and their points all on the sheet. */
function expectOnSheet(strokes: unknown): void {
  const [first, ...others] = strokesSchema.parse(strokes)
  expect(first).toBeDefined()
  for (const { points } of [first, ...others].filter((stroke) => stroke !== undefined))
    points.forEach((value, at) => {
      const [least, most] = at % 3 === 2 ? [0, 1] : [0, SHEET_SIDE]
      expect(value >= least && value <= most, `${value}`).toBe(true)
    })
}

describe('a doodle', () => {
  test.each(DOODLE_KINDS)('of kind %s is drawn on the sheet', (kind) => {
    for (let index = 0; index < 6; index++) {
      const strokes = drawDoodle(3, 'sheet', kind, index)
      expectOnSheet(strokes)
      expect(sketchImage(strokes)).not.toBeNull()
    }
  })

  test('depends on seed, stream, kind and index, and on nothing else', () => {
    const doodle = drawDoodle(3, 'train', 'spiral', 7)
    drawDoodle(4, 'test', 'heap', 0)
    expect(drawDoodle(3, 'train', 'spiral', 7)).toEqual(doodle)
    for (const other of [
      drawDoodle(4, 'train', 'spiral', 7),
      drawDoodle(3, 'test', 'spiral', 7),
      drawDoodle(3, 'train', 'star', 7),
      drawDoodle(3, 'train', 'spiral', 8),
    ])
      expect(other).not.toEqual(doodle)
  })

  test('of several characters has more strokes than one of them', () => {
    const most = Math.max(
      ...STROKE_CLASSES.flatMap(({ ways }) => ways.map(({ strokes }) => strokes.length)),
    )
    const counts = Array.from({ length: 50 }, (_, at) => drawDoodle(3, 'count', 'heap', at).length)
    expect(Math.max(...counts)).toBeGreaterThan(most)
    expect(Math.min(...counts)).toBeGreaterThan(1)
  })

  test('is drawn with fine and broad pens, small and large', () => {
    const drawn = Array.from({ length: 60 }, (_, at) => drawDoodle(3, 'pens', 'star', at)).flat()
    const widths = drawn.map(({ width }) => width)
    expect(Math.max(...widths) / Math.min(...widths)).toBeGreaterThan(5)
    expect(new Set(drawn.map(({ hasPressure }) => hasPressure))).toEqual(new Set([true, false]))
  })
})

describe('a written character', () => {
  test('is drawn on the sheet, whatever the pen', () => {
    for (let label = 0; label < STROKE_CLASSES.length; label++)
      for (const width of [0.01, 0.3]) {
        const strokes = writeSketch(3, 'sheet', label, 1, [width, width])
        expectOnSheet(strokes)
        expect(sketchImage(strokes)).not.toBeNull()
      }
  })

  test('of a class that there is not is refused', () => {
    expect(() => writeSketch(1, 'none', 47, 0)).toThrow(RangeError)
  })
})
