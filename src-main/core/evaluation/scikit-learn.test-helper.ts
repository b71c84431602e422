import { z } from 'zod'
import { shortClassName } from '../../../src-preload/contract/class-name'
import {
  classMetricsSchema,
  evaluationReportSchema,
  type EvaluationReport,
} from '../../../src-preload/contract/evaluation'
import { expectClose } from './close.test-helper'

const TOLERANCE = 1e-9

const figure = z.number().nullable()
/** What `evaluate_predictions.py` answers. */
export const scikitAnswerSchema = z.strictObject({
  expected: evaluationReportSchema
    .pick({
      count: true,
      accuracy: true,
      loss: true,
      top3Accuracy: true,
      macro: true,
      weighted: true,
      confusion: true,
      calibration: true,
    })
    .extend({ perClass: z.array(classMetricsSchema.omit({ character: true, characters: true })) }),
  csv: z.array(
    z.strictObject({
      label: z.string(),
      characters: z.string(),
      precision: figure,
      recall: figure,
      f1: figure,
      support: figure,
      predicted: figure,
    }),
  ),
})
export type ScikitAnswer = z.infer<typeof scikitAnswerSchema>

/** What of a report scikit-learn has an answer to, in the same shape. */
export function comparable(report: EvaluationReport): ScikitAnswer['expected'] {
  const { count, accuracy, loss, top3Accuracy, macro, weighted, confusion, calibration } = report
  const perClass = report.perClass.map(({ label, precision, recall, f1, support, predicted }) => ({
    label,
    precision,
    recall,
    f1,
    support,
    predicted,
  }))
  const means = { count, accuracy, loss, top3Accuracy, macro, weighted }
  return { ...means, perClass, confusion, calibration }
}

/** Every figure of a report is scikit-learn's. */
export function expectSameReport(report: EvaluationReport, { expected }: ScikitAnswer): void {
  expectClose(comparable(report), expected, TOLERANCE)
}

/** Every cell of the CSV is scikit-learn's figure. */
export function expectSameCsv(
  { expected, csv }: ScikitAnswer,
  classes: readonly { readonly characters: readonly string[] }[],
): void {
  const { perClass, accuracy, macro, weighted, count } = expected
  const counts = { support: count, predicted: count }
  const none = { characters: '', precision: null, recall: null }
  expectClose(
    csv,
    [
      ...perClass.map(({ label, ...figures }, index) => ({
        label: String(label),
        characters: shortClassName(classes[index]?.characters ?? []),
        ...figures,
      })),
      { label: 'accuracy', ...none, f1: accuracy, ...counts },
      { label: 'macro avg', characters: '', ...macro, ...counts },
      { label: 'weighted avg', characters: '', ...weighted, ...counts },
    ],
    TOLERANCE,
  )
}
