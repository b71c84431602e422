import type { Random } from '../../random/random'
import type { DrawableWay } from './classes'
import { strokeLine } from './curve'
import { drawLine, SHEET_SIDE } from './ink'
import { loosenStroke } from './loosen-stroke'
import type { Writer } from './writer'

/** Standard deviations from one character of a hand to the next. */
const SLANT_SPREAD = 0.1
/** In radians. */
const ROTATION_SPREAD = 0.07
const PROPORTION_SPREAD = 0.13
const SIZE_SPREAD = 0.08
const PEN_SPREAD = 0.1
/** From one end of a stroke to the other. */
const PRESSURE_SPREAD = 0.1

/** Small letters are written larger than a capital's size would have them, to this power of the ratio. */
const SMALL_LETTER_GROWTH = 0.35
/** The finest pen that leaves a line without gaps. */
const LEAST_PEN_PIXELS = 1.6

/** Waves that bend a character as a whole: their number, height and wave number (1/100 of a capital). */
const WAVES = 4
const WAVE_HEIGHT = 7.5
const WAVE_NUMBER = 0.022

/** A character as lines of a pen on the sheet: points with x and y in turn, in its pixels. */
export interface WrittenCharacter {
  readonly lines: readonly (readonly number[])[]
  /** Of each line, in pixels: its width at the start and at the end. */
  readonly pens: readonly (readonly [start: number, end: number])[]
}

/**
 * Draws a character onto an empty sheet as a hand does it this time, in the middle, and smaller where it
 * would not fit.
 *
 * @param sheet `[128, 128]` of 0; inked pixels become 1
 */
export function drawCharacter(
  sheet: Uint8Array,
  way: DrawableWay,
  writer: Writer,
  random: Random,
): void {
  const { lines, pens } = writeCharacter(way, writer, random)
  lines.forEach((line, index) => {
    const [start, end] = pens[index] ?? [LEAST_PEN_PIXELS, LEAST_PEN_PIXELS]
    drawLine(sheet, line, start, end)
  })
}

/** What {@link drawCharacter} draws, as lines. */
export function writeCharacter(way: DrawableWay, writer: Writer, random: Random): WrittenCharacter {
  const pen = Math.max(LEAST_PEN_PIXELS, writer.penPixels * Math.exp(PEN_SPREAD * random.normal()))
  const bend = createBend(writer, random)
  const place = createPlacement(way, writer, random)
  const lines = way.strokes.map((stroke) => {
    const line = strokeLine(loosenStroke(stroke, writer, random))
    for (let at = 0; at < line.length; at += 2) {
      const [x, y] = place(...bend(line[at] ?? 0, line[at + 1] ?? 0))
      line[at] = x
      line[at + 1] = y
    }
    return line
  })
  const pens = lines.map(
    () =>
      [
        pen * Math.exp(PRESSURE_SPREAD * random.normal()),
        pen * Math.exp(PRESSURE_SPREAD * random.normal()),
      ] as const,
  )
  centre(lines, SHEET_SIDE - 2 - Math.max(...pens.flat()))
  return { lines, pens }
}

export type Transform = (x: number, y: number) => readonly [x: number, y: number]

/** A smooth deformation of low frequency. */
export function createBend({ looseness }: Pick<Writer, 'looseness'>, random: Random): Transform {
  const waves = Array.from({ length: WAVES }, (_, index) => ({
    alongX: index % 2 === 1,
    height: WAVE_HEIGHT * looseness * random.normal(),
    numberX: WAVE_NUMBER * random.normal(),
    numberY: WAVE_NUMBER * random.normal(),
    phase: 2 * Math.PI * random.uniform(),
  }))
  return (x, y) => {
    let bentX = x
    let bentY = y
    for (const { alongX, height, numberX, numberY, phase } of waves) {
      const offset = height * Math.sin(numberX * x + numberY * y + phase)
      if (alongX) bentX += offset
      else bentY += offset
    }
    return [bentX, bentY]
  }
}

/** Slant, proportion, rotation and size. */
function createPlacement(way: DrawableWay, writer: Writer, random: Random): Transform {
  const slant = writer.slant + SLANT_SPREAD * random.normal()
  const angle = ROTATION_SPREAD * random.normal()
  const proportion = writer.proportion * Math.exp(PROPORTION_SPREAD * random.normal())
  const growth = (100 / heightOf(way)) ** SMALL_LETTER_GROWTH
  const unitPixels = (writer.heightPixels / 100) * growth * Math.exp(SIZE_SPREAD * random.normal())
  const cosine = unitPixels * Math.cos(angle)
  const sine = unitPixels * Math.sin(angle)
  return (x, y) => {
    const leaning = proportion * (x - slant * y)
    return [cosine * leaning - sine * y, sine * leaning + cosine * y]
  }
}

function heightOf({ strokes }: DrawableWay): number {
  const heights = strokes.flatMap(({ points }) => [...points.filter((_, at) => at % 2 === 1)])
  return Math.max(1, Math.max(...heights) - Math.min(...heights))
}

/** Moves lines to the middle of the sheet, and makes them smaller where they are longer than `room`. */
function centre(lines: readonly number[][], room: number): void {
  const [left, right] = extent(lines, 0)
  const [top, bottom] = extent(lines, 1)
  const scale = Math.min(1, room / Math.max(right - left, bottom - top, 1))
  for (const line of lines) {
    for (let at = 0; at < line.length; at += 2) {
      line[at] = SHEET_SIDE / 2 + scale * ((line[at] ?? 0) - (left + right) / 2)
      line[at + 1] = SHEET_SIDE / 2 + scale * ((line[at + 1] ?? 0) - (top + bottom) / 2)
    }
  }
}

function extent(lines: readonly number[][], axis: 0 | 1): readonly [least: number, most: number] {
  let least = Infinity
  let most = -Infinity
  for (const line of lines) {
    for (let at = axis; at < line.length; at += 2) {
      least = Math.min(least, line[at] ?? 0)
      most = Math.max(most, line[at] ?? 0)
    }
  }
  return [least, most]
}
