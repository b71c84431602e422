import type { CharacterClass } from '../../datasets/dataset'

const SEPARATORS = ['\t', ';', ','] as const
const NUMBER_PATTERN = /^\s*[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?\s*$/i
/** What is meant for a number but is none that can be taken: nothing, NaN, infinity, a decimal comma. */
const NO_NUMBER_PATTERN = /^\s*[+-]?(nan|inf|infinity|\d+,\d*(e[+-]?\d+)?)?\s*$/i

/** The number that a cell holds, written with a decimal point; NaN for anything else. */
export function numberIn(cell: string): number {
  return NUMBER_PATTERN.test(cell) ? Number(cell) : NaN
}

/** What separates the cells of a line that has one for each class at least: tab, semicolon or comma. */
export function separatorOf(line: string, classCount: number): string {
  const unquoted = line.replace(/"[^"]*"/g, '')
  const separates = (separator: string) => unquoted.split(separator).length >= classCount
  return SEPARATORS.find(separates) ?? ','
}

/**
 * Whether the first row of a file names its columns: by words, or by nothing but the numbers of the labels
 * (behind an empty name, where pandas wrote them).
 */
export function isHeader(cells: readonly string[], classes: readonly CharacterClass[]): boolean {
  if (cells.some((cell) => !NUMBER_PATTERN.test(cell) && !NO_NUMBER_PATTERN.test(cell))) return true
  if (cells[0]?.trim() === '') return namesLabels(cells.slice(1), classes)
  // Of two classes, 0 and 1, it could be probabilities: it then is.
  const sum = cells.reduce((total, cell) => total + Number(cell), 0)
  return sum !== 1 && namesLabels(cells, classes)
}

function namesLabels(cells: readonly string[], classes: readonly CharacterClass[]): boolean {
  const labels = new Set(classes.map(({ label }) => String(label)))
  return cells.length === labels.size && cells.every((cell) => labels.has(cell.trim()))
}
