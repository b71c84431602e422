import { expect, test } from 'vitest'
import { madeGroup, madeRunOf } from '../../stores/made-run-entry.test-helper'
import { itemsOf, runItem, type RunItem } from '../../stores/run-items'
import { useStrings } from '../../strings/strings'
import { differencesOf, tableText } from './differences'

const strings = useStrings()
const A = madeRunOf('aaaa', {}, 0.8)
const B = madeRunOf(
  'bbbb',
  { batchSize: 64, seed: 2, optimizer: { kind: 'sgd', momentum: 0.5 } },
  0.9,
)

function differing(items: readonly RunItem[]) {
  return differencesOf(strings, items)
    .filter(({ differs }) => differs)
    .map(({ label, cells }) => [
      label,
      ...cells.map(({ text, difference, isMarked }) =>
        [text, difference, isMarked ? '*' : null].filter((part) => part !== null).join(' '),
      ),
    ])
}

test('settings and figures that differ, with the difference to the first', () => {
  expect(differing([runItem(A), runItem(B)])).toEqual([
    ['Optimiser', 'Adam', 'SGD, 0.5 *'],
    ['Batch size', '256', '64 *'],
    ['Seed', '1', '2 *'],
    ['Accuracy', '80.00 %', '90.00 % +10.00 *'],
    ['Loss', '0.200', '0.100 −0.100 *'],
  ])
})

test('figures of other images are in brackets, and neither better nor worse', () => {
  const other = { ...B, cohort: 'emnist' }
  const rows = differing([runItem(A), runItem(other)])
  expect(rows).toContainEqual(['Accuracy', '80.00 %', '(90.00 %)'])
})

test('repeats have the seeds of all and the mean of their figures', () => {
  const repeat = madeRunOf('cccc', { seed: 3 }, 0.7)
  const [group] = itemsOf([A, repeat], [madeGroup('aaaa', 'cccc')])
  const rows = group === undefined ? [] : differing([runItem(B), group])
  expect(rows).toContainEqual(['Seed', '2', '1, 3 *'])
  expect(rows).toContainEqual(['Accuracy', '90.00 % *', '75.00 % −15.00'])
})

test('a run without an epoch has no figures, and no difference to them', () => {
  const bare = runItem({ ...A, best: null, seconds: null })
  expect(differing([bare, runItem(B)])).toContainEqual(['Accuracy', '–', '90.00 %'])
})

test('every setting is in the whole table', () => {
  const rows = differencesOf(strings, [runItem(A), runItem(A)])
  expect(rows.filter(({ kind }) => kind === 'setting')).toHaveLength(21)
  expect(rows.every(({ differs }) => !differs)).toBe(true)
})

test.each([
  ['markdown', '|  | a \\| b | c |\n| --- | --- | --- |\n| Rate | 1 | 2 (+1) |\n'],
  ['tabs', '\ta | b\tc\nRate\t1\t2 (+1)\n'],
] as const)('the table as %s', (format, text) => {
  const cell = { difference: null, isMarked: false }
  const cells = [
    { ...cell, text: '1' },
    { ...cell, text: '2', difference: '+1' },
  ]
  const rows = [{ kind: 'setting', label: 'Rate', cells, differs: true } as const]
  expect(tableText(['a | b', 'c'], rows, format)).toBe(text)
})
