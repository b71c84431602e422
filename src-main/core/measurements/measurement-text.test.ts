import Papa from 'papaparse'
import { expect, test } from 'vitest'
import { evaluationFileSchema, type EvaluationFile } from '../../../src-preload/contract/evaluation'
import { runIdSchema } from '../../../src-preload/contract/run'
import { evaluationReport } from '../evaluation/report'
import { measurementText } from './measurement-text'

const classes = ['Cc', '&', '|_', '\\^', '🙂'].map((both, label) => {
  const characters = [...both]
  return { label, character: characters[0] ?? '', characters }
})
const LABELS = Int32Array.of(0, 0, 0, 1, 2, 3)
const PREDICTED = [0, 0, 1, 1, 2, 4]
const evaluation: EvaluationFile = {
  schema: 1,
  dataset: { name: 'made', split: 'balanced', fingerprint: 'f', corrections: null },
  ...{ part: 'test', run: null, trainingImages: null, seed: null, bestEpoch: null, model: null },
  measuredAt: '2026-01-01T00:00:00.000Z',
  measurements: 1,
  report: {
    ...evaluationReport(
      LABELS,
      {
        kind: 'logits',
        values: Float32Array.from(PREDICTED.flatMap((at) => classes.map((_, i) => +(i === at)))),
      },
      classes,
    ),
    unadjusted: null,
  },
}
const ELSEWHERE = { run: null, file: 'model' }
const made = (text: Parameters<typeof measurementText>[2]) =>
  measurementText(ELSEWHERE, evaluation, text).text

test.each([
  ['json', 'model.json'],
  ['csv', 'model-classes.csv'],
  ['markdown', 'model-classes.md'],
  ['latex', 'model-classes.tex'],
  ['confusion-csv', 'model-confusion.csv'],
] as const)('%s goes into %s', (text, fileName) => {
  expect(measurementText(ELSEWHERE, evaluation, text).fileName).toBe(fileName)
})

test('a file of a run carries its id', () => {
  const ref = { run: runIdSchema.parse('20260101-000000-tiny-abcd'), file: 'made-test' }
  expect(measurementText(ref, evaluation, 'csv').fileName).toBe(
    '20260101-000000-tiny-abcd-made-test-classes.csv',
  )
})

test('JSON is the evaluation file', () => {
  expect(evaluationFileSchema.parse(JSON.parse(made('json')))).toEqual(evaluation)
})

test('the confusion matrix is read back as it is', () => {
  const { data } = Papa.parse<string[]>(made('confusion-csv').trimEnd())
  expect(data[0]?.slice(1)).toEqual(['C c', '&', '| _', '\\ ^', '🙂'])
  expect(data.slice(1).map((row) => row.slice(1).map(Number))).toEqual(evaluation.report.confusion)
})

test('Markdown has a row a class, and no sign that parts it', () => {
  expect(made('markdown')).toBe(
    `| class | precision | recall | F1 | images |
| --- | ---: | ---: | ---: | ---: |
| C c | 1.0000 | 0.6667 | 0.8000 | 3 |
| \\& | 0.5000 | 1.0000 | 0.6667 | 1 |
| &#124; \\_ | 1.0000 | 1.0000 | 1.0000 | 1 |
| \\\\ ^ | 0.0000 | 0.0000 | 0.0000 | 1 |
| 🙂 | 0.0000 | 0.0000 | 0.0000 | 0 |
| accuracy |  |  | 0.6667 | 6 |
| macro average | 0.5000 | 0.5333 | 0.4933 | 6 |
| weighted average | 0.7500 | 0.6667 | 0.6778 | 6 |
`,
  )
})

test('LaTeX has a row a class, and no sign that is a command', () => {
  expect(made('latex')).toBe(
    `\\begin{tabular}{lrrrr}
\\toprule
class & precision & recall & F1 & images \\\\
\\midrule
C c & 1.0000 & 0.6667 & 0.8000 & 3 \\\\
\\& & 0.5000 & 1.0000 & 0.6667 & 1 \\\\
\\textbar{} \\_ & 1.0000 & 1.0000 & 1.0000 & 1 \\\\
\\textbackslash{} \\textasciicircum{} & 0.0000 & 0.0000 & 0.0000 & 1 \\\\
🙂 & 0.0000 & 0.0000 & 0.0000 & 0 \\\\
\\midrule
accuracy &  &  & 0.6667 & 6 \\\\
macro average & 0.5000 & 0.5333 & 0.4933 & 6 \\\\
weighted average & 0.7500 & 0.6667 & 0.6778 & 6 \\\\
\\bottomrule
\\end{tabular}
`,
  )
})
