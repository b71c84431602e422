import type { RecallByEpoch } from '../../../src-preload/contract/measurement'
import type { Mark, SeriesTone } from '../../charts/marks'
import { niceStep } from '../../charts/nice-range'
import { dashOf, toneOf } from '../../charts/series'

export interface RecallWords {
  readonly percent: (share: number) => string
  readonly epoch: string
  readonly best: string
  readonly name: (characters: readonly string[]) => string
}

const LEFT = 44
const RIGHT = 44
const TOP = 18
const BOTTOM = 36
const LEAST_LABEL_DISTANCE = 13
const MOST_TICKS = 8

/**
 * Recall of each class over the epochs: the chosen ones as series with their name at the end, all others
 * faintly behind them. A gap is where nothing was measured.
 * @param chosen indices of classes, as many as there are series at most
 */
export function recallMarks(
  width: number,
  height: number,
  { classes, epochs }: RecallByEpoch,
  chosen: readonly number[],
  words: RecallWords,
): readonly Mark[] {
  const plot = { x: LEFT, y: TOP, width: width - LEFT - RIGHT, height: height - TOP - BOTTOM }
  const first = epochs[0]?.epoch ?? 1
  const last = Math.max(first, epochs.at(-1)?.epoch ?? first)
  const values = epochs.flatMap(({ recall }) => recall.filter((value) => value !== null))
  // What is not far from nought begins there.
  const least = Math.min(0.8, Math.floor(Math.min(...values, 1) * 5) / 5)
  const xOf = (epoch: number): number =>
    plot.x + (last === first ? 0.5 : (epoch - first) / (last - first)) * plot.width
  const yOf = (share: number): number => plot.y + ((1 - share) / (1 - least)) * plot.height
  const line = (index: number): readonly number[] =>
    epochs.flatMap(({ epoch, recall }) => {
      const value = recall[index]
      return value === null || value === undefined ? [] : [xOf(epoch), yOf(value)]
    })
  const best = epochs.find((epoch) => epoch.best)
  const chosenLines = chosen.map((index, position) => {
    const name = words.name(classes[index]?.characters ?? [''])
    return { tone: toneOf(position), dash: dashOf(position), points: line(index), name }
  })
  return [
    ...[0, 1, 2, 3, 4].flatMap((part): readonly Mark[] => {
      const share = least + ((1 - least) * part) / 4
      const y = yOf(share)
      return [
        { kind: 'line', points: [plot.x, y, plot.x + plot.width, y], tone: 'grid', width: 1 },
        { ...LABEL, x: plot.x - 6, y: y + 4, align: 'right', text: words.percent(share) },
      ]
    }),
    ...ticks(first, last).map((epoch): Mark => ({
      ...LABEL,
      x: xOf(epoch),
      y: plot.y + plot.height + 16,
      align: 'center',
      text: String(epoch),
    })),
    { ...LABEL, x: plot.x + plot.width / 2, y: height - 4, align: 'center', text: words.epoch },
    ...classes.flatMap((_, index): readonly Mark[] => {
      const points = line(index)
      if (chosen.includes(index) || points.length < 4) return []
      return [{ kind: 'line', points, tone: 'ink-3', width: 1, opacity: 0.22 }]
    }),
    ...(best === undefined ? [] : bestLine(xOf(best.epoch), plot, words)),
    ...chosenLines.flatMap(({ tone, dash, points }): readonly Mark[] => [
      ...(points.length < 4
        ? []
        : [
            { kind: 'line', points, tone, width: 2, ...(dash.length > 0 ? { dash } : {}) } as const,
          ]),
      ...discs(points, tone),
    ]),
    ...endLabels(chosenLines, plot.x + plot.width + 7, plot),
  ]
}

const LABEL = { kind: 'text', tone: 'ink-3', align: 'left' } as const

function bestLine(
  x: number,
  plot: { readonly y: number; readonly height: number },
  words: RecallWords,
): readonly Mark[] {
  return [
    {
      kind: 'line',
      points: [x, plot.y, x, plot.y + plot.height],
      tone: 'accent',
      width: 1,
      dash: [3, 3],
    },
    { ...LABEL, x, y: plot.y - 6, align: 'center', tone: 'accent', text: words.best },
  ]
}

/** Where epochs are few, each has its marker. */
function discs(points: readonly number[], tone: SeriesTone): readonly Mark[] {
  const count = points.length / 2
  if (count > 24) return []
  return Array.from({ length: count }, (_, index): Mark => ({
    kind: 'disc',
    x: points[index * 2] ?? 0,
    y: points[index * 2 + 1] ?? 0,
    radius: 2.6,
    fill: tone,
  }))
}

/** At the ends of their lines, moved apart where they would lie upon each other. */
function endLabels(
  lines: readonly {
    readonly tone: SeriesTone
    readonly points: readonly number[]
    readonly name: string
  }[],
  x: number,
  plot: { readonly y: number; readonly height: number },
): readonly Mark[] {
  const ends = lines
    .filter(({ points }) => points.length > 0)
    .map(({ points, ...line }) => ({ ...line, y: points.at(-1) ?? 0 }))
    .sort((a, b) => a.y - b.y)
  const floor = plot.y + plot.height - (ends.length - 1) * LEAST_LABEL_DISTANCE
  let above = Number.NEGATIVE_INFINITY
  return ends.map(({ name, y }, index): Mark => {
    const place = Math.min(
      Math.max(y, above + LEAST_LABEL_DISTANCE),
      floor + index * LEAST_LABEL_DISTANCE,
    )
    above = place
    return { ...LABEL, x, y: place + 4, tone: 'ink', isStrong: true, text: name }
  })
}

function ticks(first: number, last: number): readonly number[] {
  if (last - first < MOST_TICKS)
    return Array.from({ length: last - first + 1 }, (_, index) => first + index)
  const step = Math.max(1, niceStep((last - first) / MOST_TICKS))
  const from = Math.ceil(first / step) * step
  const count = Math.floor((last - from) / step) + 1
  return Array.from({ length: count }, (_, index) => from + index * step)
}
