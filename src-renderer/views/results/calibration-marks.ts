import type { CalibrationBin } from '../../../src-preload/contract/evaluation'
import type { ConfidenceHistogram } from '../../../src-preload/contract/measurement'
import type { Box, Mark, Tone } from '../../charts/marks'

export interface CalibrationWords {
  readonly shareRight: string
  readonly confidence: string
  readonly right: string
  readonly wrong: string
  readonly scale: string
  readonly count: (images: number) => string
  readonly percent: (share: number) => string
}

const LEFT = 40
const RIGHT = 8
const TOP = 20
const TICKS = 20
const AXIS_TITLE = 14
/** Of the height of both plots. */
const HISTOGRAM_SHARE = 0.28
const GAP = 22
const X_TICKS = [0, 0.25, 0.5, 0.75, 1]
const Y_TICKS = [0, 0.5, 1]
const LEAST_OPACITY = 0.28

/**
 * The reliability diagram, and below it how often the network was how sure. Bars are of equal confidence and
 * the darker the more images they have; points are the bins of the expected calibration error, which have
 * equally many. Where what was answered was not kept, there are only points.
 */
export function calibrationMarks(
  width: number,
  height: number,
  bins: readonly CalibrationBin[],
  confidences: ConfidenceHistogram | null,
  words: CalibrationWords,
): readonly Mark[] {
  const room = height - TOP - TICKS - AXIS_TITLE
  const below = confidences === null ? 0 : Math.round((room - GAP) * HISTOGRAM_SHARE)
  const plot: Box = {
    x: LEFT,
    y: TOP,
    width: width - LEFT - RIGHT,
    height: room - (confidences === null ? 0 : below + GAP),
  }
  const lower: Box = { ...plot, y: plot.y + plot.height + GAP, height: below }
  const bottom = confidences === null ? plot : lower
  return [
    ...grid(plot, words),
    ...(confidences === null ? [] : bars(plot, confidences)),
    ideal(plot),
    ...points(plot, bins),
    { ...LABEL, x: plot.x, y: TOP - 8, text: words.shareRight },
    ...(confidences === null ? [] : histogram(lower, confidences, words)),
    ...X_TICKS.map((share): Mark => {
      const align = share === 1 ? 'right' : 'center'
      const x = plot.x + share * plot.width + (share === 1 ? RIGHT : 0)
      return { ...LABEL, x, align, y: bottom.y + bottom.height + 14, text: words.percent(share) }
    }),
    {
      ...LABEL,
      x: plot.x + plot.width / 2,
      align: 'center',
      y: bottom.y + bottom.height + TICKS + AXIS_TITLE - 4,
      text: words.confidence,
    },
  ]
}

const LABEL = { kind: 'text', tone: 'ink-3', align: 'left' } as const

function grid(plot: Box, words: CalibrationWords): readonly Mark[] {
  return Y_TICKS.flatMap((share): readonly Mark[] => {
    const y = plot.y + (1 - share) * plot.height
    return [
      {
        kind: 'line',
        points: [plot.x, y, plot.x + plot.width, y],
        tone: share === 0 ? 'line-2' : 'grid',
        width: 1,
      },
      { ...LABEL, x: plot.x - 6, y: y + 4, align: 'right', text: words.percent(share) },
    ]
  })
}

/** Where confidence is deserved. */
function ideal(plot: Box): Mark {
  const points = [plot.x, plot.y + plot.height, plot.x + plot.width, plot.y]
  return { kind: 'line', points, tone: 'ink-2', width: 1, dash: [3, 3] }
}

function bars(plot: Box, { right, wrong }: ConfidenceHistogram): readonly Mark[] {
  const counts = right.map((count, index) => count + (wrong[index] ?? 0))
  const most = Math.max(1, ...counts)
  const barWidth = plot.width / counts.length
  return counts.flatMap((count, index): readonly Mark[] => {
    if (count === 0) return []
    const height = ((right[index] ?? 0) / count) * plot.height
    const x = plot.x + index * barWidth + 0.5
    const y = plot.y + plot.height - height
    const opacity = LEAST_OPACITY + (1 - LEAST_OPACITY) * Math.sqrt(count / most)
    const across = barWidth - 1
    return [
      {
        kind: 'area',
        box: { x, y, width: across, height },
        tone: 'validation',
        opacity: opacity * 0.6,
      },
      { kind: 'area', box: { x, y: y - 1, width: across, height: 2 }, tone: 'validation' },
    ]
  })
}

function points(plot: Box, bins: readonly CalibrationBin[]): readonly Mark[] {
  return bins.map(({ confidence, accuracy }) => ({
    kind: 'disc',
    x: plot.x + confidence * plot.width,
    y: plot.y + (1 - accuracy) * plot.height,
    radius: 3,
    fill: 'surface',
    edge: 'ink',
    edgeWidth: 1.5,
  }))
}

/** Right answers at the bottom, wrong ones upon them; by the root, so that few can be seen beside many. */
function histogram(
  plot: Box,
  { right, wrong }: ConfidenceHistogram,
  words: CalibrationWords,
): readonly Mark[] {
  const counts = right.map((count, index) => count + (wrong[index] ?? 0))
  const most = Math.max(1, ...counts)
  const heightOf = (count: number): number => Math.sqrt(count / most) * plot.height
  const barWidth = plot.width / counts.length
  const floor = plot.y + plot.height
  const columns = counts.flatMap((count, index): readonly Mark[] => {
    if (count === 0) return []
    const x = plot.x + index * barWidth + 0.5
    const whole = heightOf(count)
    const share = (right[index] ?? 0) / count
    const box = { x, y: floor - whole, width: barWidth - 1, height: whole }
    return [
      { kind: 'area', box, tone: 'training' },
      {
        kind: 'area',
        box: { ...box, y: floor - whole * share, height: whole * share },
        tone: 'validation',
      },
    ]
  })
  return [
    { kind: 'line', points: [plot.x, floor, plot.x + plot.width, floor], tone: 'line-2', width: 1 },
    ...columns,
    ...key(plot.x, plot.y - 7, 'validation', words.right),
    ...key(plot.x + 48, plot.y - 7, 'training', words.wrong),
    { ...LABEL, x: plot.x + plot.width, y: plot.y - 7, align: 'right', text: words.scale },
    { ...LABEL, x: plot.x - 6, y: plot.y + 8, align: 'right', text: words.count(most) },
    { ...LABEL, x: plot.x - 6, y: floor, align: 'right', text: words.count(0) },
  ]
}

function key(x: number, y: number, tone: Tone, text: string): readonly Mark[] {
  return [
    { kind: 'area', box: { x, y: y - 8, width: 8, height: 8 }, tone },
    { ...LABEL, x: x + 12, y, text },
  ]
}
