import { shortClassName } from '../../../src-preload/contract/class-name'
import type { AverageMetrics, EvaluationReport } from '../../../src-preload/contract/evaluation'

const DIGITS = 4

/** A table of classes for a text: what is in each row, figures with four digits as in the report. */
export interface ClassTable {
  readonly heads: readonly string[]
  readonly classes: readonly (readonly string[])[]
  /** Accuracy and averages: figures that are not there are empty. */
  readonly averages: readonly (readonly string[])[]
}

export function classTable(report: EvaluationReport): ClassTable {
  const { count, accuracy, macro, weighted, perClass } = report
  const average = (name: string, metrics: AverageMetrics | null) => [
    name,
    ...[metrics?.precision, metrics?.recall, metrics?.f1].map(figure),
    String(count),
  ]
  return {
    heads: ['class', 'precision', 'recall', 'F1', 'images'],
    classes: perClass.map(({ characters, precision, recall, f1, support }) => [
      shortClassName(characters),
      ...[precision, recall, f1].map(figure),
      String(support),
    ]),
    averages: [
      ['accuracy', '', '', figure(accuracy), String(count)],
      average('macro average', macro),
      average('weighted average', weighted),
    ],
  }
}

function figure(value: number | null | undefined): string {
  return value === null || value === undefined ? '' : value.toFixed(DIGITS)
}
