import { GlyphlabError } from '../../errors'

/** Where something is wrong: a line, counted from 1 with the header, and perhaps a column by its name. */
export interface Place {
  readonly line?: number
  readonly column?: string
}

const LONGEST_COLUMN = 40

/** A file of predictions that is refused: `preds.csv, line 13, column p_7: …`. */
export function invalidPredictions(
  path: string,
  problem: string,
  { line, column, hint, cause }: Place & { readonly hint?: string; readonly cause?: unknown } = {},
): GlyphlabError {
  const place = [
    path,
    ...(line === undefined ? [] : [`line ${line}`]),
    ...(column === undefined ? [] : [`column ${inOneLine(column)}`]),
  ].join(', ')
  return new GlyphlabError('predictions-invalid', `${place}: ${problem}`, hint, { cause })
}

/** A file may call a column anything, of any length. */
function inOneLine(column: string): string {
  const line = column.replace(/[\s\p{Cc}]+/gu, ' ')
  return line.length <= LONGEST_COLUMN ? line : `${line.slice(0, LONGEST_COLUMN)}…`
}
