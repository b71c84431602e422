import type { Box, Mark } from '../../charts/marks'
import { niceRange, type NiceRange } from '../../charts/nice-range'
import { dashOf, toneOf } from '../../charts/series'
import { tickText } from '../../charts/tick-text'
import type { ComparedCurve, ComparedMeasure, ComparedPoint } from './compared-curves'

export interface ComparisonView {
  readonly measure: ComparedMeasure
  readonly unit: 'epoch' | 'step'
  readonly width: number
  readonly height: number
  /** The epoch that is read; null for none. */
  readonly cursor: number | null
}

export interface ComparisonWords {
  readonly units: Readonly<Record<'epoch' | 'step', string>>
  readonly percent: (share: number, decimals: number) => string
  readonly number: (value: number, decimals: number) => string
}

/** The curves as marks, and where things are. */
export interface ComparisonFigure {
  readonly marks: readonly Mark[]
  readonly area: Box
  readonly xOf: (point: ComparedPoint) => number
}

/** What may be asked of a drawn figure, to keep it as a file. */
export interface ShownComparison {
  /** Null before it is drawn. */
  readonly picture: () => {
    readonly marks: readonly Mark[]
    readonly width: number
    readonly height: number
    readonly element: Element
  } | null
}

const LEFT = 46
const TOP = 8
const BOTTOM = 24
/** For the names at the ends of the lines. */
const NAMES_WIDTH = 132
const LINE_HEIGHT = 13
const TICK_HEIGHT = 42
const TICK_WIDTH = 56
/** Axes leave out so large a share of the worst points: the first epochs are far from all others. */
const OUTLIERS = 0.1
const LEAST_FOR_OUTLIERS = 10
/** Longest name in letters, as far as there is room. */
const MOST_LETTERS = 16
/** Of the piece of line before a name, which is written in ink: not every colour can be read as text. */
const SWATCH_WIDTH = 18

/** Curves of several runs on the same axes, each with its name at its end. */
export function comparisonFigure(
  curves: readonly ComparedCurve[],
  view: ComparisonView,
  words: ComparisonWords,
): ComparisonFigure {
  const { width, height, measure, unit } = view
  const area: Box = {
    x: LEFT,
    y: TOP,
    width: Math.max(40, width - LEFT - NAMES_WIDTH),
    height: Math.max(40, height - TOP - BOTTOM),
  }
  const points = curves.flatMap((curve) => curve.points)
  const y = yRange(points, measure, Math.max(2, Math.round(area.height / TICK_HEIGHT)))
  const places = points.map((point) => point[unit])
  const first = unit === 'epoch' ? 1 : 0
  const last = Math.max(first + 1, ...places)
  const xAt = (place: number): number => area.x + ((place - first) / (last - first)) * area.width
  const xOf = (point: ComparedPoint): number => xAt(point[unit])
  const yOf = (value: number): number =>
    area.y + area.height - ((value - y.from) / (y.to - y.from)) * area.height
  const marks: readonly Mark[] = [
    ...yAxis(y, area, yOf, measure, words),
    ...xAxis({ from: first, to: last }, area, xAt, words, unit),
    ...curves.flatMap((curve) => bandOf(curve, area, xOf, yOf)),
    ...curves.flatMap((curve) => lineOf(curve, area, xOf, yOf)),
    ...namesOf(curves, area, xOf, yOf),
    ...cursorOf(curves, view.cursor, area, xOf, yOf),
  ]
  return { marks, area, xOf }
}

function yRange(
  points: readonly ComparedPoint[],
  measure: ComparedMeasure,
  ticks: number,
): NiceRange {
  if (points.length === 0) return { from: 0, to: 1, step: 0.2 }
  const sorted = points.map(({ value }) => value).toSorted((one, other) => one - other)
  const leaves = sorted.length >= LEAST_FOR_OUTLIERS ? OUTLIERS : 0
  const at = (share: number): number => sorted[Math.round(share * (sorted.length - 1))] ?? 0
  const range =
    measure === 'accuracy'
      ? niceRange(at(leaves), at(1), ticks)
      : niceRange(at(0), at(1 - leaves), ticks)
  return {
    ...range,
    from: Math.max(0, range.from),
    to: measure === 'accuracy' ? Math.min(1, range.to) : range.to,
  }
}

function yAxis(
  { from, to, step }: NiceRange,
  area: Box,
  yOf: (value: number) => number,
  measure: ComparedMeasure,
  words: ComparisonWords,
): readonly Mark[] {
  const decimals = step >= 1 ? 0 : Math.ceil(-Math.log10(step) - 1e-9)
  const count = Math.round((to - from) / step)
  return Array.from({ length: count + 1 }, (_, index) => from + index * step).flatMap((value) => {
    const text =
      measure === 'accuracy'
        ? words.percent(value, Math.max(0, decimals - 2))
        : tickText(value, (plain) => words.number(plain, decimals))
    const at = yOf(value)
    return [
      line([area.x, at, area.x + area.width, at]),
      { kind: 'text', x: area.x - 8, y: at + 4, text, tone: 'ink-3', align: 'right' } as const,
    ]
  })
}

function line(points: readonly number[]): Mark {
  return { kind: 'line', points, tone: 'grid', width: 1 }
}

function xAxis(
  { from, to }: { readonly from: number; readonly to: number },
  area: Box,
  xAt: (place: number) => number,
  words: ComparisonWords,
  unit: 'epoch' | 'step',
): readonly Mark[] {
  const text = { kind: 'text', y: area.y + area.height + 17, tone: 'ink-3' } as const
  const most = Math.max(1, Math.floor(area.width / TICK_WIDTH))
  const { step } = niceRange(from, to, most)
  const whole = Math.max(1, step)
  const ticks: number[] = unit === 'epoch' ? [1] : [0]
  for (let tick = whole; tick <= to; tick += whole) {
    // Beside the first there is no room for the next.
    if (xAt(tick) - xAt(ticks[0] ?? 0) >= TICK_WIDTH / 2) ticks.push(tick)
  }
  return [
    { ...text, x: 0, text: words.units[unit], align: 'left' },
    ...ticks.map((tick): Mark => {
      return { ...text, x: xAt(tick), text: words.number(tick, 0), align: 'center' }
    }),
  ]
}

type XOf = (point: ComparedPoint) => number
type YOf = (value: number) => number

/** One standard deviation either way of a group's mean. */
function bandOf({ points, slot }: ComparedCurve, clip: Box, xOf: XOf, yOf: YOf): readonly Mark[] {
  const spread = points.flatMap((point) =>
    point.deviation === null ? [] : [{ point, deviation: point.deviation }],
  )
  if (spread.length < 2) return []
  const edge = (sign: 1 | -1): number[] =>
    spread.flatMap(({ point, deviation }) => [xOf(point), yOf(point.value + sign * deviation)])
  const upper = edge(1)
  const lower = spread
    .toReversed()
    .flatMap(({ point, deviation }) => [xOf(point), yOf(point.value - deviation)])
  const outline = [...upper, ...lower]
  return [{ kind: 'polygon', points: outline, tone: toneOf(slot), opacity: 0.16, clip }]
}

function lineOf(curve: ComparedCurve, area: Box, xOf: XOf, yOf: YOf): readonly Mark[] {
  const { points, slot, bestEpoch } = curve
  const tone = toneOf(slot)
  const path = points.flatMap((point) => [xOf(point), yOf(point.value)])
  const dash = dashOf(slot)
  const best = points.find(({ epoch }) => epoch === bestEpoch)
  const only = points.length === 1 ? points[0] : undefined
  const discs = [best, only].flatMap((point) =>
    point === undefined || !isInside(yOf(point.value), area) ? [] : [point],
  )
  return [
    {
      kind: 'line',
      points: path,
      tone,
      width: 2,
      // Lines at the edge are whole.
      clip: { x: area.x, y: area.y - 2, width: area.width + 1, height: area.height + 4 },
      ...(dash.length === 0 ? {} : { dash }),
    },
    ...discs.map((point): Mark => {
      return { kind: 'disc', x: xOf(point), y: yOf(point.value), radius: 4, fill: tone }
    }),
  ]
}

function isInside(y: number, area: Box): boolean {
  return y >= area.y - 1 && y <= area.y + area.height + 1
}

/** Names at the ends of the lines, moved apart where they would lie on each other. */
function namesOf(curves: readonly ComparedCurve[], area: Box, xOf: XOf, yOf: YOf): readonly Mark[] {
  const ends = curves
    .flatMap(({ points, name, slot }) => {
      const end = points.at(-1)
      if (end === undefined) return []
      const y = Math.min(area.y + area.height, Math.max(area.y + 4, yOf(end.value) + 4))
      return [{ name, slot, x: area.x + area.width + 8, end: xOf(end), y, wanted: y }]
    })
    .toSorted((one, other) => one.wanted - other.wanted)
  const bottom = area.y + area.height + 4
  for (const [index, label] of ends.entries()) {
    const above = ends[index - 1]
    if (above !== undefined) label.y = Math.max(label.y, above.y + LINE_HEIGHT)
  }
  for (const [index, label] of [...ends.entries()].toReversed()) {
    const below = ends[index + 1]
    label.y = Math.min(label.y, below === undefined ? bottom : below.y - LINE_HEIGHT)
  }
  return ends.flatMap(({ name, slot, x, end, y }): readonly Mark[] => [
    // Where a line ends before the others do, a thread leads on to its name.
    ...(end < area.x + area.width - 4
      ? [
          {
            kind: 'line',
            points: [end + 3, y - 4, x - 3, y - 4],
            tone: toneOf(slot),
            width: 1,
            opacity: 0.35,
            dash: [1, 3],
          } as const,
        ]
      : []),
    {
      kind: 'line',
      points: [x, y - 4, x + SWATCH_WIDTH, y - 4],
      tone: toneOf(slot),
      width: 2,
      dash: dashOf(slot),
    },
    {
      kind: 'text',
      x: x + SWATCH_WIDTH + 5,
      y,
      text: name.length > MOST_LETTERS ? `${name.slice(0, MOST_LETTERS - 1)}…` : name,
      tone: 'ink-2',
      align: 'left',
      isStrong: true,
    },
  ])
}

function cursorOf(
  curves: readonly ComparedCurve[],
  cursor: number | null,
  area: Box,
  xOf: XOf,
  yOf: YOf,
): readonly Mark[] {
  if (cursor === null) return []
  const read = curves.flatMap(({ points, slot }) => {
    const point = points.find(({ epoch }) => epoch === cursor)
    return point === undefined ? [] : [{ point, slot }]
  })
  // On an axis of steps an epoch of another batch size lies elsewhere: each has an upright of its own.
  const places = [...new Set(read.map(({ point }) => Math.round(xOf(point))))]
  return [
    ...places.map((x): Mark => {
      const points = [x, area.y, x, area.y + area.height]
      return { kind: 'line', points, tone: 'ink-2', width: 1 }
    }),
    ...read
      .filter(({ point }) => isInside(yOf(point.value), area))
      .map(({ point, slot }): Mark => {
        const edge = { edge: toneOf(slot), edgeWidth: 2 } as const
        return {
          kind: 'disc',
          x: xOf(point),
          y: yOf(point.value),
          radius: 3.5,
          fill: 'surface',
          ...edge,
        }
      }),
  ]
}
