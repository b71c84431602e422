import { expect, test } from 'vitest'
import { madeEntry, madeRunId } from '../../stores/made-run-entry.test-helper'
import { useStrings } from '../../strings/strings'
import { modelOptions, optionOf, optionsFound } from './model-options'

const strings = useStrings()
const INTERVAL = { method: 'wilson', level: 0.95, lower: 0.7, upper: 0.8 } as const
const RUNS = [
  madeEntry('aaaa', { name: 'Best so far', test: { loss: 1, accuracy: 0.75, interval: INTERVAL } }),
  madeEntry('bbbb'),
]
const options = modelOptions(strings, null, RUNS)

test('the built-in model comes first, then runs in their order', () => {
  expect(options.map(({ model }) => model)).toEqual([
    { kind: 'built-in' },
    { kind: 'run', run: madeRunId('aaaa') },
    { kind: 'run', run: madeRunId('bbbb') },
  ])
})

test('an accuracy names what it was measured on', () => {
  expect(options.map(({ figure }) => figure)).toEqual([
    '',
    '75.00 % on Strokes',
    '80.00 % on Strokes, by validation',
  ])
})

test('a run that is gone is said to be', () => {
  const gone = optionOf(strings, options, { kind: 'run', run: madeRunId('cccc') })
  expect(gone).toMatchObject({ title: 'A run that is gone', detail: madeRunId('cccc') })
})

test.each([
  ['', 3],
  ['best', 1],
  ['BEST 75', 1],
  ['best bbbb', 0],
  ['bbbb', 1],
])('“%s” finds %i', (text, count) => {
  expect(optionsFound(options, text)).toHaveLength(count)
})
