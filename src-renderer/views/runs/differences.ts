import type { RunEntry } from '../../../src-preload/contract/bridge/run-requests'
import { membersOf, type RunItem } from '../../stores/run-items'
import { formatDuration, formatLoss, formatPercent } from '../../strings/format'
import type { Strings } from '../../strings/strings'
import { settingsOf, type SettingName } from './run-settings'

export interface DifferenceCell {
  readonly text: string
  /** Beside the text: by how much it differs from the baseline; null where that says nothing. */
  readonly difference: string | null
  /** Differs from the baseline, of a setting; is the best, of a figure. */
  readonly isMarked: boolean
}

export interface DifferenceRow {
  readonly kind: 'setting' | 'figure'
  readonly label: string
  /** One for each run, in the order of the runs. */
  readonly cells: readonly DifferenceCell[]
  readonly differs: boolean
}

/** Settings and figures of runs side by side. The first is the baseline. */
export function differencesOf(
  strings: Strings,
  items: readonly RunItem[],
): readonly DifferenceRow[] {
  return [...settingRows(strings, items), ...figureRows(strings, items)]
}

function settingRows(strings: Strings, items: readonly RunItem[]): readonly DifferenceRow[] {
  const columns = items.map((item) =>
    membersOf(item).map(
      (entry) => new Map(settingsOf(strings, entry).map((setting) => [setting.name, setting])),
    ),
  )
  const names = Object.keys(strings.runs.settings) as readonly SettingName[]
  return names.map((name): DifferenceRow => {
    const cells = columns.map((members) => {
      const settings = members.flatMap((one) => one.get(name) ?? [])
      return {
        text: [...new Set(settings.map(({ text }) => text))].join(', '),
        value: [...new Set(settings.map(({ value }) => value))].join(),
      }
    })
    const baseline = cells[0]?.value
    return {
      kind: 'setting',
      label: strings.runs.settings[name],
      cells: cells.map(({ text, value }) => {
        return { text, difference: null, isMarked: value !== baseline }
      }),
      differs: cells.some(({ value }) => value !== baseline),
    }
  })
}

/** How a figure of a run is read, written and held against another. */
interface Figure {
  readonly label: string
  readonly of: (entry: RunEntry) => number | null
  readonly text: (value: number) => string
  readonly difference: ((value: number, baseline: number) => string) | null
  readonly better: 'higher' | 'lower' | null
  /** Whether it means something only on the same validation images. */
  readonly isOfCohort: boolean
}

function figureRows(strings: Strings, items: readonly RunItem[]): readonly DifferenceRow[] {
  const { runs: words } = strings
  const figures: readonly Figure[] = [
    {
      label: words.figures.accuracy,
      of: ({ best }) => best?.accuracy ?? null,
      text: (value) => formatPercent(value),
      difference: (value, baseline) => words.signed((value - baseline) * 100, 2),
      better: 'higher',
      isOfCohort: true,
    },
    {
      label: words.figures.loss,
      of: ({ best }) => best?.loss ?? null,
      text: formatLoss,
      difference: (value, baseline) => words.signed(value - baseline, 3),
      better: 'lower',
      isOfCohort: true,
    },
    {
      label: words.figures.bestEpoch,
      of: ({ best }) => best?.epoch ?? null,
      text: (value) => words.meanCount(value),
      difference: null,
      better: null,
      isOfCohort: false,
    },
    {
      label: words.figures.epochsDone,
      of: ({ epochsDone }) => epochsDone,
      text: (value) => words.meanCount(value),
      difference: null,
      better: null,
      isOfCohort: false,
    },
    {
      label: words.figures.took,
      of: ({ seconds }) => seconds,
      text: formatDuration,
      difference: null,
      better: null,
      isOfCohort: false,
    },
  ]
  return figures.map((figure) => figureRow(strings, items, figure))
}

function figureRow(
  strings: Strings,
  items: readonly RunItem[],
  { label, of, text, difference, better, isOfCohort }: Figure,
): DifferenceRow {
  const values = items.map((item) => meanOf(membersOf(item), of))
  const baseline = values[0]
  const cohort = items[0]?.entry.cohort
  const isComparable = (index: number): boolean =>
    !isOfCohort || items[index]?.entry.cohort === cohort
  const comparable = values.filter((value, index) => value !== null && isComparable(index))
  const best =
    better === null || comparable.length < 2
      ? null
      : comparable.reduce((one, other) =>
          one !== null && other !== null && (better === 'higher' ? other > one : other < one)
            ? other
            : one,
        )
  return {
    kind: 'figure',
    label,
    cells: values.map((value, index): DifferenceCell => {
      if (value === null) return { text: strings.runs.noFigure, difference: null, isMarked: false }
      const isHeldAgainst =
        index > 0 && difference !== null && typeof baseline === 'number' && isComparable(index)
      return {
        text: isComparable(index) ? text(value) : strings.runs.ofOtherImages(text(value)),
        difference: isHeldAgainst ? difference(value, baseline) : null,
        isMarked: best !== null && value === best && isComparable(index),
      }
    }),
    differs: values.some((value) => value !== baseline),
  }
}

/** Of those that have the figure; null where none has. */
function meanOf(
  entries: readonly RunEntry[],
  of: (entry: RunEntry) => number | null,
): number | null {
  const values = entries.map(of).filter((value) => value !== null)
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length
}

export type TableFormat = 'markdown' | 'tabs'

/** The table as text: for a document, or for a spreadsheet. */
export function tableText(
  names: readonly string[],
  rows: readonly DifferenceRow[],
  format: TableFormat,
): string {
  const lines = [
    ['', ...names],
    ...rows.map(({ label, cells }) => [
      label,
      ...cells.map(({ text, difference }) =>
        difference === null ? text : `${text} (${difference})`,
      ),
    ]),
  ]
  if (format === 'tabs') return lines.map((cells) => `${cells.map(oneLine).join('\t')}\n`).join('')
  const [head = [], ...body] = lines.map(
    (cells) => `| ${cells.map((cell) => oneLine(cell).replaceAll('|', '\\|')).join(' | ')} |`,
  )
  return `${[head, `|${' --- |'.repeat(names.length + 1)}`, ...body].join('\n')}\n`
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim()
}
