import { expect, test } from 'vitest'
import { evaluationReport } from './report'
import { reportCsv } from './report-csv'

const classes = ['Cc', ',', '"'].map((both, index) => {
  const characters = [...both]
  return { label: index + 1, character: characters[0] ?? '', characters }
})

function csvOf(labels: readonly number[], predicted: readonly number[]): string {
  const values = Float32Array.from(
    predicted.flatMap((guess) => classes.map((_, i) => (i === guess ? 1 : 0))),
  )
  return reportCsv(evaluationReport(Int32Array.from(labels), { kind: 'logits', values }, classes))
}

test('the table has a row a class and whole figures, and quotes what has to be', () => {
  expect(csvOf([0, 0, 0, 1], [0, 0, 1, 1])).toBe(
    `label,characters,precision,recall,f1,support,predicted
1,C c,1,0.6666666666666666,0.8,3,2
2,",",0.5,1,0.6666666666666666,1,2
3,"""",0,0,0,0,0
accuracy,,,,0.75,4,4
macro avg,,0.5,0.5555555555555555,0.48888888888888893,4,4
weighted avg,,0.875,0.75,0.7666666666666667,4,4
`,
  )
})

test('without images figures are left empty', () => {
  expect(csvOf([], []).split('\n').slice(4)).toEqual([
    'accuracy,,,,,0,0',
    'macro avg,,,,,0,0',
    'weighted avg,,,,,0,0',
    '',
  ])
})
