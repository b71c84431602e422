import { expect, test } from 'vitest'
import { MOST_POINTS, MOST_STROKES, SHEET_SIDE } from './sketch'
import { strokeOutline } from './stroke-outline'

const WIDTH = 30
const stroke = (points: readonly (readonly [number, number])[]) => ({
  width: WIDTH,
  hasPressure: false,
  points: points.flatMap(([x, y]) => [x, y, 0.5]),
})

/** How wide an outline is where it crosses a horizontal line. */
function widthAt(y: number, outline: readonly (readonly number[])[]): number {
  const crossings = outline.flatMap(([x0 = 0, y0 = 0], at) => {
    const [x1 = 0, y1 = 0] = outline[(at + 1) % outline.length] ?? []
    return y0 <= y === y1 <= y ? [] : [x0 + ((y - y0) / (y1 - y0)) * (x1 - x0)]
  })
  return Math.max(...crossings) - Math.min(...crossings)
}

test('a line is as wide all along, however few points a quick pen has left', () => {
  const outline = strokeOutline(
    stroke([
      [336, 60],
      [336, 600],
    ]),
  )
  for (const y of [120, 200, 336, 450, 540]) expect(widthAt(y, outline)).toBeCloseTo(WIDTH, 0)
})

test('it is as wide behind a corner, too', () => {
  const outline = strokeOutline(
    stroke([
      [100, 100],
      [300, 80],
      [300, 600],
    ]),
  )
  for (const y of [200, 336, 450, 540]) expect(widthAt(y, outline)).toBeCloseTo(WIDTH, 0)
})

test('a touch leaves a dot', () => {
  const outline = strokeOutline(stroke([[100, 100]]))
  expect(Math.abs(widthAt(100, outline) - WIDTH)).toBeLessThan(3)
})

test('lines that cross the sheet with every point are outlined within bounds', () => {
  const crossing = (count: number) =>
    Array.from({ length: count }, (_, at) => [at % 2 === 0 ? 0 : SHEET_SIDE, at % 600] as const)
  const sizeOf = (count: number) => strokeOutline({ ...stroke(crossing(count)), width: 1 }).length
  // As one stroke, and as the share of each of a thousand.
  expect(sizeOf(MOST_POINTS)).toBeLessThan(60 * MOST_POINTS)
  expect(sizeOf(MOST_POINTS / MOST_STROKES)).toBeLessThan((60 * MOST_POINTS) / MOST_STROKES + 2000)
})
