import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Outline } from '../../../src-preload/contract/stroke-outline'
import { OutlineFiller } from './fill-outline'

const SIDE = 12

function filled(...outlines: readonly Outline[]): readonly string[] {
  const sheet = new Uint8Array(SIDE * SIDE)
  const filler = new OutlineFiller(SIDE)
  for (const outline of outlines) filler.fill(sheet, outline)
  return rows(sheet)
}

const rows = (sheet: Uint8Array): readonly string[] =>
  Array.from({ length: SIDE }, (_, y) =>
    Array.from(sheet.subarray(SIDE * y, SIDE * (y + 1)), (ink) => (ink === 1 ? '#' : '.')).join(''),
  )

/** Closed, so that a way to another one and back begins and ends at its corner. */
const box = (left: number, top: number, right: number, bottom: number): Outline => [
  [left, top],
  [right, top],
  [right, bottom],
  [left, bottom],
  [left, top],
]

/** The angle a polygon turns around a point, in whole turns: the winding number as it is defined. */
function turnsAround(outline: Outline, x: number, y: number): number {
  const angles = outline.map(([px = 0, py = 0]) => Math.atan2(py - y, px - x))
  const turned = angles.reduce((sum, angle, at) => {
    const before = angles.at(at - 1) ?? 0
    const step = (angle - before + 3 * Math.PI) % (2 * Math.PI)
    return sum + step - Math.PI
  }, 0)
  return Math.round(turned / (2 * Math.PI))
}

test('fills the pixels whose centre lies within', () => {
  expect(filled(box(2.4, 3, 5.6, 4.51)).slice(2, 6)).toEqual([
    '............',
    '..####......',
    '..####......',
    '............',
  ])
})

describe('what is wound around is ink', () => {
  const loop: Outline = [...box(1, 1, 11, 11), ...box(4, 4, 8, 8)]
  test('twice the same way', () => {
    expect(filled(loop)[5]).toBe('.##########.')
  })
  test('but not there and back', () => {
    const hole = box(4, 4, 8, 8).toReversed()
    expect(filled([...box(1, 1, 11, 11), ...hole])[5]).toBe('.###....###.')
  })
  test('and another outline takes nothing away', () => {
    expect(filled(box(1, 1, 11, 11), box(4, 4, 8, 8).toReversed())[5]).toBe('.##########.')
  })
})

test.each<[string, Outline, number]>([
  ['reaches over all sides', box(-5, -5, 20, 20), SIDE * SIDE],
  ['lies outside', box(-9, -9, -1, -1), 0],
  ['lies to the right', box(SIDE, 0, 30, SIDE), 0],
  ['is a point', [[3, 3]], 0],
  ['has no points', [], 0],
])('an outline that %s is cut off', (_, outline, pixels) => {
  expect(filled(outline).join('').replaceAll('.', '')).toHaveLength(pixels)
})

test('agrees with the winding number of any polygon', () => {
  // No edge meets a pixel's centre: there the number is not defined.
  const place = (shift: number) =>
    fc.integer({ min: -96, max: 16 * (SIDE + 6) }).map((sixteenths) => sixteenths / 16 + shift)
  const point = fc.tuple(place(Math.SQRT2 / 1000), place(Math.PI / 1000))
  fc.assert(
    fc.property(fc.array(point, { minLength: 3, maxLength: 9 }), (outline) => {
      const sheet = new Uint8Array(SIDE * SIDE)
      new OutlineFiller(SIDE).fill(sheet, outline)
      const defined = sheet.map((_, at) =>
        turnsAround(outline, (at % SIDE) + 0.5, Math.floor(at / SIDE) + 0.5) === 0 ? 0 : 1,
      )
      expect(rows(sheet)).toEqual(rows(defined))
    }),
    { numRuns: 100 },
  )
})
