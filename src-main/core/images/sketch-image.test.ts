import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { SHEET_SIDE, strokesSchema, type Stroke } from '../../../src-preload/contract/sketch'
import { imageOfInk, sketchImage } from './sketch-image'

const SIDE = 28
const NO_INK = '.'.repeat(SIDE)

const stroke = (points: readonly number[], width = 28, hasPressure = false): Stroke => ({
  width,
  hasPressure,
  points: [...points],
})

/** A line from one place to another, in steps of some 10 units. */
function line(x: number, y: number, toX: number, toY: number, width = 28): Stroke {
  const steps = Math.max(1, Math.round(Math.hypot(toX - x, toY - y) / 10))
  const points = Array.from({ length: steps + 1 }, (_, step) => {
    const share = step / steps
    return [x + share * (toX - x), y + share * (toY - y), 0.5]
  })
  return stroke(points.flat(), width)
}

/** Rows of the image, `#` where it is more ink than paper. */
function drawn(strokes: readonly Stroke[]): readonly string[] {
  const image = sketchImage(strokes)
  if (image === null) throw new Error('nothing is drawn')
  expect(image.seen).toHaveLength(SIDE * SIDE)
  expect(Math.max(...image.seen)).toBe(255)
  return Array.from({ length: SIDE }, (_, y) =>
    Array.from(image.seen.subarray(SIDE * y, SIDE * (y + 1)), (value) =>
      value > 127 ? '#' : '.',
    ).join(''),
  )
}

const isPaper = (row: string | undefined) => row === NO_INK

test('an F is upright, with a border of two pixels', () => {
  const rows = drawn([
    line(200, 100, 200, 560, 60),
    line(200, 100, 470, 100, 60),
    line(200, 320, 420, 320, 60),
  ])
  expect(rows.slice(0, 2).every(isPaper)).toBe(true)
  expect(rows.slice(-2).every(isPaper)).toBe(true)
  expect(rows[3]?.trim()).toMatch(/^\.+#{14,17}\.+$/)
  expect(rows[14]?.trim()).toMatch(/^\.+#{11,14}\.+$/)
  expect(rows[24]?.trim()).toMatch(/^\.+###?\.+$/)
})

test.each<[string, readonly Stroke[]]>([
  ['no strokes', []],
  ['a stroke beside the sheet', [line(-600, 100, -100, 400)]],
  ['a stroke below the sheet', [line(100, 1000, 600, 1300)]],
])('%s leaves no image', (_, strokes) => {
  expect(sketchImage(strokes)).toBeNull()
})

describe('is neither broken nor empty', () => {
  test.each<[string, readonly Stroke[]]>([
    ['a dot', [stroke([300, 300, 0.5])]],
    ['a dot that was held', [stroke([300, 300, 0.5, 300, 300, 0.5, 300, 300, 0.5])]],
    ['the thinnest dot', [stroke([300, 300, 0.5], 1)]],
    ['a dot without pressure', [stroke([300, 300, 0], 28, true)]],
    ['a full sheet', [line(-100, 336, 772, 336, SHEET_SIDE / 4), line(336, -100, 336, 772)]],
    ['a corner', [line(-200, -200, 5, 5)]],
  ])('%s', (_, strokes) => {
    expect(drawn(strokes).some((row) => !isPaper(row))).toBe(true)
  })

  test.each([1, 3, 28, 120])('a line down the sheet, %i units wide', (width) => {
    const rows = drawn([line(300, 20, 300, 640, width)])
    const filled = rows.map((row, at) => (isPaper(row) ? -1 : at)).filter((at) => at >= 0)
    // Without a gap.
    expect(filled).toHaveLength((filled.at(-1) ?? 0) - (filled[0] ?? 0) + 1)
    expect(filled.length).toBeGreaterThanOrEqual(22)
  })

  test.each([1, 3, 28, 120])('a line across the sheet, %i units wide', (width) => {
    const rows = drawn([line(20, 300, 640, 300, width)])
    const middle = rows[14] ?? ''
    expect(middle.replaceAll('.', '').length).toBeGreaterThanOrEqual(22)
    expect(middle).toMatch(/^\.+#+\.+$/)
  })
})

test('any strokes that a window may send make an image or none', () => {
  const place = fc.integer({ min: -SHEET_SIDE, max: 2 * SHEET_SIDE })
  const point = fc.tuple(place, place, fc.double({ min: 0, max: 1, noNaN: true }))
  const strokes = fc.array(
    fc.record({
      width: fc.integer({ min: 1, max: SHEET_SIDE / 4 }),
      hasPressure: fc.boolean(),
      points: fc.array(point, { minLength: 1, maxLength: 8 }).map((points) => points.flat()),
    }),
    { minLength: 1, maxLength: 4 },
  )
  fc.assert(
    fc.property(strokes, (sheet) => {
      const image = sketchImage(strokesSchema.parse(sheet))
      if (image !== null) expect(Math.max(...image.seen)).toBe(255)
    }),
    { numRuns: 60 },
  )
})

test('the same drawing gives nearly the same image, small and large and anywhere', () => {
  const seven = (scale: number, left: number, top: number) =>
    sketchImage([
      line(left, top, left + 3 * scale, top, scale / 2),
      line(left + 3 * scale, top, left + scale, top + 5 * scale, scale / 2),
    ])?.seen ?? new Uint8Array()
  const large = seven(100, 120, 60)
  for (const [scale, left, top] of [
    [20, 500, 20],
    [40, 30, 400],
    [100, 250, 100],
  ] as const) {
    const small = seven(scale, left, top)
    const differences = Array.from(large, (value, at) => Math.abs(value - (small[at] ?? NaN)))
    expect(differences.reduce((sum, value) => sum + value, 0) / large.length).toBeLessThan(6)
  }
})

test('what runs out of the sheet is cut off there', () => {
  const within = sketchImage([line(0, 300, 300, 300, 40), line(300, 100, 300, 500, 40)])
  const beyond = sketchImage([line(-600, 300, 300, 300, 40), line(300, 100, 300, 500, 40)])
  const differences = Array.from(within?.seen ?? [], (value, at) =>
    Math.abs(value - (beyond?.seen[at] ?? NaN)),
  )
  expect(differences.reduce((sum, value) => sum + value, 0) / differences.length).toBeLessThan(3)
})

test('ink on a sheet of any size is taken as a drawing is', () => {
  const strokes = [line(200, 100, 200, 560, 60), line(200, 320, 420, 320, 60)]
  const ink = new Uint8Array(336 * 336)
  const bars = [
    { left: 85, top: 35, right: 115, bottom: 295 },
    { left: 85, top: 145, right: 225, bottom: 175 },
  ]
  for (const { left, top, right, bottom } of bars)
    for (let y = top; y < bottom; y++) ink.fill(1, 336 * y + left, 336 * y + right)
  const fromInk = imageOfInk(ink, 336, 336)?.seen ?? new Uint8Array()
  const fromStrokes = sketchImage(strokes)?.seen ?? new Uint8Array(1)
  const differences = Array.from(fromInk, (value, at) => Math.abs(value - (fromStrokes[at] ?? NaN)))
  // The ends of strokes are round.
  expect(differences.reduce((sum, value) => sum + value, 0) / differences.length).toBeLessThan(4)
})
