import { shifted, type Mark, type MarkStyle } from '../marks'
import type { Picture } from '../marks-to-svg'
import type { Cell, ConfusionMatrix } from './confusion-matrix'
import { layoutHeatmap } from './heatmap-layout'
import { heatmapMarks, type HeatmapView, type HeatmapWords } from './heatmap-marks'

/** Words that stand around the matrix in a file. */
export interface PictureWords extends HeatmapWords {
  readonly title: string
  /** Below the columns. */
  readonly predicted: string
  /** At the ends of the legend. */
  readonly none: string
  readonly most: string
  readonly cell: (cell: Cell) => string
}

const MARGIN = 16
const HEAD = 30
const FOOT = 34
/** Of the matrix, where its classes allow: a file has more room than a window. */
const SIDE = 940
const LEAST_PITCH = 12
const LEGEND = { steps: 44, width: 220, height: 10 }

/** The matrix for a file: with its title and legend, at a size at which every class is labelled. */
export function heatmapPicture(
  matrix: ConfusionMatrix,
  characters: readonly string[],
  view: HeatmapView,
  words: PictureWords,
  style: MarkStyle,
): Picture {
  const side = Math.max(SIDE, LEAST_PITCH * matrix.size) + 2 * MARGIN
  const layout = layoutHeatmap(characters, { width: side, height: side })
  const width = Math.max(layout.width, LEGEND.width + 320) + 2 * MARGIN
  const height = HEAD + layout.height + FOOT + MARGIN
  const body = heatmapMarks(matrix, layout, view, words, style.heat, words.cell)
  return {
    width,
    height,
    title: words.title,
    marks: [
      { kind: 'area', box: { x: 0, y: 0, width, height }, tone: 'surface' },
      {
        kind: 'text',
        x: MARGIN,
        y: MARGIN + 6,
        text: words.title,
        tone: 'ink',
        align: 'left',
        isStrong: true,
      },
      ...body.map((mark) => shifted(mark, MARGIN, HEAD)),
      ...legend(words).map((mark) => shifted(mark, width - MARGIN, HEAD + layout.height + 20)),
      {
        kind: 'text',
        x: MARGIN + layout.left,
        y: HEAD + layout.height + 20,
        text: words.predicted,
        tone: 'ink-3',
        align: 'left',
      },
    ],
  }
}

/** From right to left: what the deepest colour means, the ramp, nothing. */
function legend({ none, most }: PictureWords): readonly Mark[] {
  const text = { kind: 'text', y: 0, tone: 'ink-3', align: 'right' } as const
  // Letters are narrower than that.
  const right = -(most.length * 6 + 8)
  const step = LEGEND.width / LEGEND.steps
  const cells = Array.from({ length: LEGEND.steps }, (_, index) => ({
    x: right - LEGEND.width + index * step,
    y: -9,
    level: index / (LEGEND.steps - 1),
  }))
  return [
    { ...text, x: 0, text: most },
    // Each reaches below the next, which leaves no gap between them.
    { kind: 'cells', cells, side: LEGEND.height },
    { ...text, x: right - LEGEND.width - 6, text: none },
  ]
}
