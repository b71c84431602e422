import type { EvaluationReport } from '../../../src-preload/contract/evaluation'
import { classTable } from './class-table'

/** The table of classes as a table of GitHub's Markdown. */
export function reportMarkdown(report: EvaluationReport): string {
  const { heads, classes, averages } = classTable(report)
  const rule = heads.map((_, column) => (column === 0 ? '---' : '---:'))
  const rows = [heads, rule, ...classes.map(escapedName), ...averages]
  return rows.map((cells) => `| ${cells.join(' | ')} |\n`).join('')
}

/** Of a row the name alone may have what Markdown takes for a mark. */
function escapedName([name = '', ...figures]: readonly string[]): readonly string[] {
  // An entity where a backslash would not do: within a table some readers split at the sign all the same.
  return [name.replace(/[\\`*_{}[\]<>()#+\-.!~&]/g, '\\$&').replaceAll('|', '&#124;'), ...figures]
}
