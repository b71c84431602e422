import type { Random } from '../../random/random'
import { STROKE_CLASSES, type StrokeClass } from '../strokes/classes'
import { writeCharacter } from '../strokes/draw-character'
import { createWriter, type Writer } from '../strokes/writer'
import { between, countBetween, repeat } from './pieces'

/** Points with x and y in turn. */
export type Line = readonly number[]

/** Several characters where one should be; and characters that somebody has taken back. */
export const SPOILT_CHARACTERS = {
  heap: drawHeap,
  word: drawWord,
  'crossed-out': drawCrossedOut,
} as const

/** Two of these over or beside one another can be a third: I and J a U, C and I a d. */
const SLIGHT = 'CIJLOUV017'
const FULL_CLASSES = STROKE_CLASSES.filter(({ character }) => !SLIGHT.includes(character))

/** The lines of one character, as a hand writes it this time; its box is near 100 high. */
export function characterLines(
  { ways }: StrokeClass,
  writer: Writer,
  random: Random,
): readonly number[][] {
  let left = random.uniform()
  const way = ways.find(({ share }) => (left -= share) < 0) ?? ways.at(-1)
  if (way === undefined) return []
  return writeCharacter(way, writer, random).lines.map((line) => [...line])
}

/** On top of one another. */
function drawHeap(random: Random): Line[] {
  const writer = createWriter(random)
  const drawn = random.uniform()
  const count = drawn < 0.1 ? 2 : drawn < 0.55 ? 3 : drawn < 0.85 ? 4 : 5
  return chosen(count, random).flatMap((each) => {
    const lines = inBox(characterLines(each, writer, random))
    const [x, y] = [8 * random.normal(), 8 * random.normal()]
    return lines.map((line) => line.map((value, at) => value + (at % 2 === 0 ? x : y)))
  })
}

/** Side by side. */
function drawWord(random: Random): Line[] {
  const writer = createWriter(random)
  let x = 0
  return chosen(countBetween(random, 2, 6), random).flatMap((each) => {
    const lines = characterLines(each, writer, random)
    const [left, right] = extentOf(lines, 0)
    const [, bottom] = extentOf(lines, 1)
    const shift = x - left
    x += right - left + between(random, 2, 12)
    return lines.map((line) =>
      line.map((value, at) => (at % 2 === 0 ? value + shift : value - bottom)),
    )
  })
}

/** Gone over by a zigzag, or by several lines. */
function drawCrossedOut(random: Random): Line[] {
  const [each] = chosen(1, random)
  const lines = each ? inBox(characterLines(each, createWriter(random), random)) : []
  const [left, right] = extentOf(lines, 0)
  const turns = countBetween(random, 6, 14)
  const isAcross = random.uniform() < 0.5
  const zigzag = repeat(turns + 1, (at) => {
    const share = at / turns
    const [near, far] = [-6 + 5 * random.normal(), 106 + 5 * random.normal()]
    return isAcross
      ? [at % 2 === 0 ? left - 10 : right + 10, near + share * (far - near)]
      : [left - 8 + share * (right - left + 16), at % 2 === 0 ? near : far]
  })
  if (random.uniform() < 0.6) return [...lines, zigzag.flat()]
  return [...lines, ...zigzag.slice(1).map((end, at) => [...(zigzag[at] ?? end), ...end])]
}

/** Different classes; where they are two, none of them slight. */
function chosen(count: number, random: Random): readonly StrokeClass[] {
  const from = count > 2 ? STROKE_CLASSES : FULL_CLASSES
  const order = random.shuffle(Int32Array.from(from, (_, at) => at))
  return [...order.subarray(0, count)].flatMap((at) => from[at] ?? [])
}

/** Moved and scaled: its longer side is 100, its middle at 50. */
function inBox(lines: readonly Line[]): Line[] {
  const [left, right] = extentOf(lines, 0)
  const [top, bottom] = extentOf(lines, 1)
  const scale = 100 / Math.max(right - left, bottom - top, 1)
  const [middleX, middleY] = [(left + right) / 2, (top + bottom) / 2]
  return lines.map((line) =>
    line.map((value, at) => 50 + scale * (value - (at % 2 === 0 ? middleX : middleY))),
  )
}

/** @param axis 0 across, 1 down */
export function extentOf(
  lines: readonly Line[],
  axis: 0 | 1,
): readonly [least: number, most: number] {
  let [least, most] = [Infinity, -Infinity]
  for (const line of lines)
    for (let at = axis; at < line.length; at += 2) {
      least = Math.min(least, line[at] ?? 0)
      most = Math.max(most, line[at] ?? 0)
    }
  return [least, most]
}
