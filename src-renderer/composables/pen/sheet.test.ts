import { describe, expect, test } from 'vitest'
import { MOST_POINTS, MOST_STROKES, SHEET_SIDE } from '../../../src-preload/contract/sketch'
import { strokesSchema } from '../../../src-preload/contract/sketch'
import {
  EMPTY_SHEET,
  isFull,
  MOST_CHANGES,
  nextSheet,
  PEN_REIGNS_MS,
  strokesOf,
  WIDEST_FINGER_PX,
  type Happening,
  type PenKind,
  type Sheet,
} from './sheet'

const PEN = { width: 30, hasPressure: false }
interface Told {
  readonly pointer?: number
  readonly kind?: PenKind
  readonly contactPx?: number
  readonly atMs?: number
}
const contact = ({ pointer = 1, kind = 'mouse', contactPx = 1, atMs = 0 }: Told) => ({
  ...{ pointer, kind, contactPx, atMs },
})
const down = (x: number, told: Told = {}): Happening => ({
  ...{ type: 'down', pen: PEN, points: [x, 0, 0.5] },
  ...contact(told),
})
const move = (x: number, told: Told = {}): Happening => ({
  ...{ type: 'move', points: [x, 0, 0.5] },
  ...contact(told),
})
const up = (pointer = 1): Happening => ({ type: 'up', pointer })
const cancel = (pointer = 1): Happening => ({ type: 'cancel', pointer })
const undo: Happening = { type: 'undo' }
const redo: Happening = { type: 'redo' }
const clear: Happening = { type: 'clear' }
const touch = { kind: 'touch', contactPx: 20 } as const
const pen = { kind: 'pen' } as const
const palm = { kind: 'touch', contactPx: WIDEST_FINGER_PX + 1 } as const

const after = (happenings: readonly Happening[], from: Sheet = EMPTY_SHEET): Sheet =>
  happenings.reduce(nextSheet, from)
/** Where the points of each stroke are, from the left. */
const drawn = (sheet: Sheet) =>
  strokesOf(sheet).map(({ points }) => points.filter((_, at) => at % 3 === 0))
const stroke = (x: number): readonly Happening[] => [down(x), move(x + 10), up()]

describe('what pointers draw', () => {
  const cases: readonly (readonly [string, readonly Happening[], readonly number[][]])[] = [
    ['a stroke from press to lift', stroke(0), [[0, 10]]],
    ['a dot', [down(5), up()], [[5]]],
    ['two strokes', [...stroke(0), ...stroke(50)], [[0, 10], [50, 60]]], // prettier-ignore
    ['nothing before it is pressed', [move(5), up()], []],
    ['nothing of a second finger', [down(0, touch), down(90, { ...touch, pointer: 2 }), move(99, { ...touch, pointer: 2 }), up(2), move(10, touch), up()], [[0, 10]]], // prettier-ignore
    ['nothing twice at one place', [down(0), move(0.4), move(10), move(10), up()], [[0, 10]]],
    ['two strokes where nobody told of the lift', [down(0), move(10), down(50), up()], [[0, 10], [50]]], // prettier-ignore
    ['nothing of a finger that the system takes away', [down(0, touch), move(10, touch), cancel()], []], // prettier-ignore
    ['what a pen drew before it was taken away', [down(0, pen), move(10, pen), cancel()], [[0, 10]]], // prettier-ignore
    ['all the same when another pointer is taken away', [down(0), cancel(2), move(10), up()], [[0, 10]]], // prettier-ignore
    ['nothing of a palm', [down(0, palm), move(10, palm), up()], []],
    ['nothing of a palm that is laid down edge first', [down(0, touch), move(10, palm), move(20, touch), up()], []], // prettier-ignore
    ['a finger after the palm', [down(0, touch), move(10, palm), down(50, { ...touch, pointer: 2 }), up(2)], [[50]]], // prettier-ignore
    ['the pen and not the hand that holds it', [down(0, touch), down(50, { ...pen, pointer: 2 }), move(10, touch), move(60, { ...pen, pointer: 2 }), up(), up(2)], [[50, 60]]], // prettier-ignore
    ['no touch soon after a pen was near', [{ type: 'near', kind: 'pen', atMs: 5 }, down(0, { ...touch, atMs: PEN_REIGNS_MS }), up()], []], // prettier-ignore
    ['a touch long after a pen was near', [{ type: 'near', kind: 'pen', atMs: 5 }, down(0, { ...touch, atMs: PEN_REIGNS_MS + 5 }), up()], [[0]]], // prettier-ignore
    ['a touch though a mouse is near', [{ type: 'near', kind: 'mouse', atMs: 5 }, down(0, { ...touch, atMs: 6 }), up()], [[0]]], // prettier-ignore
    ['a pen whatever its contact', [down(0, { ...pen, contactPx: 90 }), up()], [[0]]],
    ['nothing that was let go of', [down(0), move(10), { type: 'drop' }, move(20), up()], []],
  ]
  test.each(cases)('%s', (_name, happenings, expected) => {
    expect(drawn(after(happenings))).toEqual(expected)
  })
})

describe('what can be taken back', () => {
  const one = stroke(0)
  const two = [...one, ...stroke(50)]
  const A = [0, 10]
  const B = [50, 60]
  const cases: readonly (readonly [string, readonly Happening[], readonly number[][]])[] = [
    ['the last stroke', [...two, undo], [A]],
    ['and brought back', [...two, undo, redo], [A, B]],
    ['as often as there were strokes', [...two, undo, undo, undo], []],
    ['no more than was taken back', [...two, undo, redo, redo], [A, B]],
    ['the stroke under way, and it alone', [...one, down(50), undo, move(90), up()], [A]],
    ['nothing is brought back while one draws', [...two, undo, down(5), redo], [A, [5]]],
    ['a new stroke ends what can be brought back', [...two, undo, ...stroke(90), redo], [A, [90, 100]]], // prettier-ignore
    ['a cleared sheet', [...two, clear, undo], [A, B]],
    ['a cleared sheet, and its strokes', [...two, clear, undo, undo], [A]],
    ['clearing an empty sheet is nothing', [...one, clear, clear, undo], [A]],
    ['another drawing', [...one, { type: 'put', strokes: after(stroke(50)).strokes }, undo], [A]],
  ]
  test.each(cases)('%s', (_name, happenings, expected) => {
    expect(drawn(after(happenings))).toEqual(expected)
  })

  test('a long session does not grow without end', () => {
    const sheet = after(Array.from({ length: MOST_CHANGES + 50 }, () => [down(1), up()]).flat())
    expect(sheet.past).toHaveLength(MOST_CHANGES)
  })
})

test('what changes nothing is the same sheet', () => {
  const sheet = after(stroke(0))
  for (const happening of [up(), cancel(), move(5), redo, { type: 'drop' } as const])
    expect(nextSheet(sheet, happening)).toBe(sheet)
})

test('a drawing is always one that the contract takes', () => {
  const far = [-1e9, 1e9, 7, Number.MAX_VALUE, 3.14159, -1]
  const sheet = after([
    { ...down(0), points: far } as Happening,
    { ...move(0), points: far } as Happening,
    up(),
  ])
  expect(strokesSchema.parse(sheet.strokes)).toEqual(sheet.strokes)
  expect(sheet.strokes[0]?.points).toEqual([
    ...[-SHEET_SIDE, 2 * SHEET_SIDE, 1],
    ...[2 * SHEET_SIDE, 3.14, 0],
    ...[-SHEET_SIDE, 2 * SHEET_SIDE, 1],
    ...[2 * SHEET_SIDE, 3.14, 0],
  ])
})

test('a sheet takes no more points than the contract, and says when it is full', () => {
  const points = Array.from({ length: MOST_POINTS - 1 }, (_, at) => [at % 2 === 0 ? 0 : 9, 0, 0.5])
  const nearly = after([down(0), { type: 'move', points: points.slice(1).flat(), ...contact({}) }])
  expect(isFull(nearly)).toBe(false)
  const full = after([move(50), move(70)], nearly)
  expect(isFull(full)).toBe(true)
  expect(strokesSchema.safeParse(strokesOf(full)).success).toBe(true)
  expect(drawn(full)[0]).toHaveLength(MOST_POINTS)
  expect(drawn(after([up(), down(5)], full))).toHaveLength(1)
})

test('a sheet takes no more strokes than the contract', () => {
  const full = after(Array.from({ length: MOST_STROKES + 1 }, () => [down(1), up()]).flat())
  expect(full.strokes).toHaveLength(MOST_STROKES)
  expect(isFull(full)).toBe(true)
  expect(isFull(after([undo], full))).toBe(false)
})
