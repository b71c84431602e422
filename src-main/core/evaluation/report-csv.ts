import Papa from 'papaparse'
import { shortClassName } from '../../../src-preload/contract/class-name'
import type { AverageMetrics, EvaluationReport } from '../../../src-preload/contract/evaluation'

const COLUMNS = ['label', 'characters', 'precision', 'recall', 'f1', 'support', 'predicted']

/**
 * The table of classes as CSV (RFC 4180, but for lines that end in a line feed alone): a row a class, then
 * `accuracy` (in the column `f1`, where scikit-learn puts it), `macro avg` and `weighted avg`. Figures are
 * float64, whole; without images they are left empty.
 */
export function reportCsv(report: EvaluationReport): string {
  const { count, accuracy, macro, weighted } = report
  const averages = (name: string, average: AverageMetrics | null) => {
    const { precision, recall, f1 } = average ?? {}
    return [name, '', precision, recall, f1, count, count]
  }
  const rows = [
    COLUMNS,
    ...report.perClass.map(({ label, characters, ...figures }) => {
      const { precision, recall, f1, support, predicted } = figures
      return [label, shortClassName(characters), precision, recall, f1, support, predicted]
    }),
    ['accuracy', '', '', '', accuracy, count, count],
    averages('macro avg', macro),
    averages('weighted avg', weighted),
  ]
  return `${Papa.unparse(rows, { newline: '\n' })}\n`
}
