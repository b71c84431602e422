import type { EvaluationReport } from '../../../src-preload/contract/evaluation'

/** One class as the table shows it. */
export interface ClassRow {
  /** Into `perClass`. */
  readonly index: number
  readonly characters: readonly string[]
  readonly precision: number
  readonly recall: number
  readonly f1: number
  readonly support: number
  readonly mark: 'best' | 'hardest' | null
}

export const CLASS_COLUMNS = ['class', 'precision', 'recall', 'f1', 'support'] as const
export type ClassColumn = (typeof CLASS_COLUMNS)[number]

export interface ClassOrder {
  readonly column: ClassColumn
  readonly direction: 'ascending' | 'descending'
}

/** Trouble on top. */
export const FIRST_ORDER: ClassOrder = { column: 'f1', direction: 'ascending' }

/** In the order of class indices. */
export function classRows(
  report: Pick<EvaluationReport, 'perClass' | 'bestClasses' | 'hardestClasses'>,
): readonly ClassRow[] {
  const [best] = report.bestClasses
  const [hardest] = report.hardestClasses
  return report.perClass.map(({ characters, precision, recall, f1, support }, index) => ({
    index,
    characters,
    precision,
    recall,
    f1,
    support,
    // Of a single class nothing is said.
    mark: best === hardest ? null : index === best ? 'best' : index === hardest ? 'hardest' : null,
  }))
}

/** Classes that are equal in a column stay in the order of their indices, whichever way it is sorted. */
export function sortedRows(
  rows: readonly ClassRow[],
  { column, direction }: ClassOrder,
): readonly ClassRow[] {
  const sign = direction === 'ascending' ? 1 : -1
  const value = (row: ClassRow): number => (column === 'class' ? row.index : row[column])
  return [...rows].sort((a, b) => sign * (value(a) - value(b)) || a.index - b.index)
}

/** A column that is chosen anew begins where one looks first: figures with the lowest. */
export function nextOrder(order: ClassOrder, column: ClassColumn): ClassOrder {
  if (order.column !== column) return { column, direction: 'ascending' }
  return { column, direction: order.direction === 'ascending' ? 'descending' : 'ascending' }
}

/**
 * The classes that are named: by their characters with blanks between them or without. Of letters in both
 * cases the one that was typed; of those that have only the other case, that one.
 */
export function filteredRows(rows: readonly ClassRow[], text: string): readonly ClassRow[] {
  const words = text
    .normalize('NFC')
    .split(/\s+/u)
    .filter((word) => word !== '')
  if (words.length === 0) return rows
  const found = new Set(words.flatMap((word) => namedBy(rows, word)))
  return rows.filter((row) => found.has(row))
}

function namedBy(rows: readonly ClassRow[], word: string): readonly ClassRow[] {
  const whole = withCharacter(rows, word)
  return whole.length > 0 ? whole : [...word].flatMap((character) => withCharacter(rows, character))
}

function withCharacter(rows: readonly ClassRow[], wanted: string): readonly ClassRow[] {
  const exact = rows.filter(({ characters }) =>
    characters.some((one) => one.normalize('NFC') === wanted),
  )
  if (exact.length > 0) return exact
  const folded = wanted.toLowerCase()
  return rows.filter(({ characters }) =>
    characters.some((one) => one.normalize('NFC').toLowerCase() === folded),
  )
}
