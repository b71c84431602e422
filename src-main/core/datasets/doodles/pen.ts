import { SHEET_SIDE, type Stroke, type Strokes } from '../../../../src-preload/contract/sketch'
import type { Random } from '../../random/random'
import { between } from './pieces'
import { extentOf, type Line } from './written-characters'

/** What somebody draws with, and how large. */
export interface PenChoice {
  /** Width of the line over the longer side of what is drawn. */
  readonly widthShare: number
  /** The longer side over that of the sheet. */
  readonly sizeShare: number
  readonly hasPressure: boolean
}

/** What is smaller is drawn no larger: a dot stays one. */
const LEAST_EXTENT = 40
/** The narrowest and the widest line that a sheet takes. */
const [NARROWEST, WIDEST] = [1, SHEET_SIDE / 4]

/** Pens from fine to broad, drawings from a quarter of the sheet to nearly all. */
export function choosePen(random: Random, widths: readonly [number, number]): PenChoice {
  const [finest, broadest] = widths
  return {
    widthShare: finest * (broadest / finest) ** random.uniform(),
    sizeShare: between(random, 0.25, 0.9),
    hasPressure: random.uniform() < 0.3,
  }
}

/**
 * Lines as strokes of a pen, somewhere on the sheet: what a window would send.
 * @param lines in any unit, y down
 */
export function drawnWith(
  { widthShare, sizeShare, hasPressure }: PenChoice,
  lines: readonly Line[],
  random: Random,
): Strokes {
  const [left, right] = extentOf(lines, 0)
  const [top, bottom] = extentOf(lines, 1)
  const extent = Math.max(right - left, bottom - top, LEAST_EXTENT)
  const scale = (sizeShare * SHEET_SIDE) / extent
  const room = (length: number): number => SHEET_SIDE - scale * length
  const x = room(right - left) * between(random, 0.05, 0.95)
  const y = room(bottom - top) * between(random, 0.05, 0.95)
  const width = Math.min(WIDEST, Math.max(NARROWEST, widthShare * scale * extent))
  return lines.map((line): Stroke => {
    const [base, swing] = [between(random, 0.35, 0.65), between(random, 0, 0.3)]
    const phase = between(random, 0, 2 * Math.PI)
    const points: number[] = []
    for (let at = 0; at < line.length; at += 2) {
      const wave = Math.sin(phase + (4 * at) / line.length)
      points.push(
        x + scale * ((line[at] ?? 0) - left),
        y + scale * ((line[at + 1] ?? 0) - top),
        hasPressure ? Math.min(1, Math.max(0.05, base + swing * wave)) : 0.5,
      )
    }
    return { width, hasPressure, points }
  })
}
