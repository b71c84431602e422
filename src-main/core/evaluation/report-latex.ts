import type { EvaluationReport } from '../../../src-preload/contract/evaluation'
import { classTable } from './class-table'

/** What LaTeX takes for a command, and how it is written to be read. */
const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['\\', '\\textbackslash{}'],
  ['~', '\\textasciitilde{}'],
  ['^', '\\textasciicircum{}'],
  ['<', '\\textless{}'],
  ['>', '\\textgreater{}'],
  ['|', '\\textbar{}'],
  ['"', '\\textquotedbl{}'],
  ...['&', '%', '$', '#', '_', '{', '}'].map((sign): [string, string] => [sign, `\\${sign}`]),
])

/** The table of classes for a paper, in LaTeX: wants `\usepackage{booktabs}`. */
export function reportLatex(report: EvaluationReport): string {
  const { heads, classes, averages } = classTable(report)
  const lines = (rows: readonly (readonly string[])[]) =>
    rows.map((cells) => `${cells.map(escaped).join(' & ')} \\\\`)
  return [
    `\\begin{tabular}{l${'r'.repeat(heads.length - 1)}}`,
    '\\toprule',
    ...lines([heads]),
    '\\midrule',
    ...lines(classes),
    '\\midrule',
    ...lines(averages),
    '\\bottomrule',
    '\\end{tabular}',
    '',
  ].join('\n')
}

function escaped(text: string): string {
  // At the start of a row `[` would be taken for an option of the line break before it.
  const plain = [...text].map((sign) => ESCAPES.get(sign) ?? sign).join('')
  return plain.startsWith('[') || plain.startsWith('*') ? `{}${plain}` : plain
}
