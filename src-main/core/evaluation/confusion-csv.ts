import Papa from 'papaparse'
import { shortClassName } from '../../../src-preload/contract/class-name'
import type { EvaluationReport } from '../../../src-preload/contract/evaluation'

/** The confusion matrix as CSV: true classes down, predicted ones across, numbers of images. */
export function confusionCsv({ perClass, confusion }: EvaluationReport): string {
  const names = perClass.map(({ characters }) => shortClassName(characters))
  const rows = [
    ['true \\ predicted', ...names],
    ...confusion.map((row, actual) => [names[actual], ...row]),
  ]
  return `${Papa.unparse(rows, { newline: '\n' })}\n`
}
