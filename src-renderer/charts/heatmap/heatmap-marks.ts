import type { HeatCell, HeatStyle, Mark } from '../marks'
import type { Cell, ConfusionMatrix, ConfusionMode } from './confusion-matrix'
import { heatLevel } from './heat-ramp'
import { LEAST_WITH_NUMBERS, turnOf, type HeatmapLayout } from './heatmap-layout'

/** How the matrix is looked at. */
export interface HeatmapView {
  readonly mode: ConfusionMode
  readonly isDiagonalMuted: boolean
}

/** Words of the picture. */
export interface HeatmapWords {
  /** Beside the rows. */
  readonly actual: string
  /** Before the labels of the columns, where there is room for it. */
  readonly corner?: string
  /** In a cell that is large enough. */
  readonly value: (value: number, mode: ConfusionMode) => string
}

const NUMBER_RISE = 4
const LABEL_RISE = 3.5
const LABEL_DROP = 11

/**
 * The matrix as marks: cells that hold images, lines between groups of classes, and the classes at both axes.
 * @param titleOf what a reader of a file is told of a cell
 */
export function heatmapMarks(
  matrix: ConfusionMatrix,
  layout: HeatmapLayout,
  view: HeatmapView,
  words: HeatmapWords,
  heat: HeatStyle,
  titleOf?: (cell: Cell) => string,
): readonly Mark[] {
  const { left, top, pitch, gap, classes } = layout
  const end = pitch * classes
  const greatest = matrix.greatest(view.mode, view.isDiagonalMuted)
  const cells: HeatCell[] = []
  const numbers: Mark[] = []
  for (const cell of matrix.cells) {
    if (view.isDiagonalMuted && cell.actual === cell.predicted) continue
    const value = matrix.value(cell, view.mode)
    const level = heatLevel(value, greatest)
    const [x, y] = [left + cell.predicted * pitch, top + cell.actual * pitch]
    cells.push(titleOf ? { x, y, level, title: titleOf(cell) } : { x, y, level })
    if (pitch >= LEAST_WITH_NUMBERS)
      numbers.push({
        kind: 'text',
        x: x + (pitch - gap) / 2,
        y: y + pitch / 2 + NUMBER_RISE,
        text: words.value(value, view.mode),
        tone: level >= heat.flip ? 'heat-0' : 'ink',
        align: 'center',
      })
  }
  return [
    {
      kind: 'area',
      box: { x: left, y: top, width: end - gap, height: end - gap },
      tone: 'heat-0',
    },
    { kind: 'cells', cells, side: pitch - gap },
    ...numbers,
    ...groupLines(layout),
    ...axisLabels(layout),
    {
      kind: 'text',
      x: 10,
      y: top + end / 2,
      text: words.actual,
      tone: 'ink-3',
      align: 'center',
      isUpward: true,
    },
    ...(words.corner === undefined ? [] : [cornerOf(layout, words.corner)]),
  ]
}

function cornerOf({ left, top, pitch, classes }: HeatmapLayout, text: string): Mark {
  const y = top + pitch * classes + LABEL_DROP
  return { kind: 'text', x: left - 5, y, text, tone: 'ink-3', align: 'right' }
}

function groupLines({ groups, left, top, pitch, gap, classes }: HeatmapLayout): readonly Mark[] {
  const end = pitch * classes
  return groups.slice(1).flatMap(({ from }): readonly Mark[] => {
    const [x, y] = [left + from * pitch - gap / 2, top + from * pitch - gap / 2]
    const line = { kind: 'line', tone: 'line-2', width: 1 } as const
    return [
      { ...line, points: [x, top - 2, x, top + end] },
      { ...line, points: [left - 2, y, left + end, y] },
    ]
  })
}

function axisLabels(layout: HeatmapLayout): readonly Mark[] {
  const { left, top, pitch, gap, classes, labels, axis, groups } = layout
  const end = top + pitch * classes
  const label = { kind: 'text', tone: 'ink-3', isMono: true } as const
  const placed =
    axis === 'groups'
      ? groups.map(({ from, to, label: text }) => ({ text, middle: ((from + to) / 2) * pitch }))
      : labels.map((text, index) => ({ text, middle: (index + 0.5) * pitch - gap / 2 }))
  return placed.flatMap(({ text, middle }, index): readonly Mark[] => {
    const turn = turnOf(layout, index)
    const y = top + middle + LABEL_RISE
    return [
      { ...label, text, x: left - 5 - turn.beside, y, align: 'right' },
      axis === 'upward'
        ? {
            ...label,
            text,
            x: left + middle + LABEL_RISE,
            y: end + 5,
            align: 'right',
            isUpward: true,
          }
        : { ...label, text, x: left + middle, y: end + LABEL_DROP + turn.below, align: 'center' },
    ]
  })
}
