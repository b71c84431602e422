import type { EvaluationFile } from '../../../src-preload/contract/evaluation'
import type { MeasurementRef, MeasurementText } from '../../../src-preload/contract/measurement'
import { assertNever } from '../errors'
import { confusionCsv } from '../evaluation/confusion-csv'
import { reportCsv } from '../evaluation/report-csv'
import { reportLatex } from '../evaluation/report-latex'
import { reportMarkdown } from '../evaluation/report-markdown'
import { jsonText } from '../files/json-text'

/** A measurement as a text, and what a file of it would be called. */
export function measurementText(
  { run, file }: MeasurementRef,
  evaluation: EvaluationFile,
  text: MeasurementText,
): { readonly fileName: string; readonly text: string } {
  const stem = run === null ? file : `${run}-${file}`
  const { report } = evaluation
  switch (text) {
    case 'json':
      return { fileName: `${stem}.json`, text: jsonText(evaluation) }
    case 'csv':
      return { fileName: `${stem}-classes.csv`, text: reportCsv(report) }
    case 'markdown':
      return { fileName: `${stem}-classes.md`, text: reportMarkdown(report) }
    case 'latex':
      return { fileName: `${stem}-classes.tex`, text: reportLatex(report) }
    case 'confusion-csv':
      return { fileName: `${stem}-confusion.csv`, text: confusionCsv(report) }
    default:
      return assertNever(text)
  }
}
