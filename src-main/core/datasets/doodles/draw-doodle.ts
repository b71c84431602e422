import type { Strokes } from '../../../../src-preload/contract/sketch'
import { createRandom, type Random } from '../../random/random'
import { strokeLine } from '../strokes/curve'
import { createBend } from '../strokes/draw-character'
import { loosenStroke } from '../strokes/loosen-stroke'
import type { Stroke } from '../strokes/way-of-writing'
import { createWriter } from '../strokes/writer'
import { MARKS } from './marks'
import { choosePen, drawnWith } from './pen'
import { between } from './pieces'
import { PICTURES } from './pictures'
import { SHAPES } from './shapes'
import { SPOILT_CHARACTERS, type Line } from './written-characters'

const FREE_DRAWINGS = { ...SHAPES, ...PICTURES, ...MARKS } as const
type FreeKind = keyof typeof FREE_DRAWINGS
type SpoiltKind = keyof typeof SPOILT_CHARACTERS

/** What a doodle is of. */
export type DoodleKind = FreeKind | SpoiltKind

const freeKinds = Object.keys(FREE_DRAWINGS).filter(isFreeKind)
const spoiltKinds = Object.keys(SPOILT_CHARACTERS).filter(isSpoiltKind)
/** All kinds there are: none of them a character to any reader. */
export const DOODLE_KINDS: readonly DoodleKind[] = [...freeKinds, ...spoiltKinds]

/** Width over the longer side: from a fine pen on a large sheet to a broad one on a small drawing. */
const PEN_WIDTHS = [0.015, 0.1] as const
/** Doodles are drawn with more care than letters, or the finer ones would fall apart; a dot astray would be a line. */
const CARE = 0.45
const DOT_CARE = 0.02

/**
 * A doodle, as strokes on the sheet. It depends on the arguments alone.
 *
 * @param stream what it is for: doodles of different streams have nothing in common
 * @param index counted from 0
 */
export function drawDoodle(seed: number, stream: string, kind: DoodleKind, index: number): Strokes {
  const random = createRandom(seed, `doodle-${stream}-${kind}`, index)
  const lines = isFreeKind(kind) ? freeLines(kind, random) : SPOILT_CHARACTERS[kind](random)
  return drawnWith(choosePen(random, PEN_WIDTHS), lines, random)
}

/** As a hand draws it: every point astray, turned, stretched and bent a little. */
function freeLines(kind: FreeKind, random: Random): Line[] {
  const hand = createWriter(random)
  const writer = { ...hand, looseness: (kind === 'dot' ? DOT_CARE : CARE) * hand.looseness }
  const bend = createBend(writer, random)
  const angle = 0.14 * random.normal()
  const stretch = Math.exp(0.15 * random.normal())
  const [cosine, sine] = [Math.cos(angle), Math.sin(angle)]
  const mirror = random.uniform() < 0.5 ? -1 : 1
  const drawing = FREE_DRAWINGS[kind](random)
  return drawing.map((stroke) => {
    const line = strokeLine(loosenStroke(stroke, writer, random))
    const placed: number[] = []
    for (let at = 0; at < line.length; at += 2) {
      const [x, y] = bend(mirror * stretch * (line[at] ?? 0), line[at + 1] ?? 0)
      placed.push(cosine * x - sine * y, sine * x + cosine * y)
    }
    // Some pens tell fewer points of a curve than others.
    return isCurve(stroke) && random.uniform() < 0.3 ? thinned(placed, random) : placed
  })
}

function isCurve({ corners }: Stroke): boolean {
  return corners.length > 2 && !corners.slice(1, -1).includes(true)
}

/** Every second or third point, and both ends. */
function thinned(line: readonly number[], random: Random): number[] {
  const step = between(random, 2, 3.99) | 0
  const last = line.length / 2 - 1
  return line.filter((_, at) => {
    const point = at >> 1
    return point % step === 0 || point === last
  })
}

function isFreeKind(kind: string): kind is FreeKind {
  return Object.hasOwn(FREE_DRAWINGS, kind)
}

function isSpoiltKind(kind: string): kind is SpoiltKind {
  return Object.hasOwn(SPOILT_CHARACTERS, kind)
}
