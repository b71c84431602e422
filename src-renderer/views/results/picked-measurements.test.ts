import { expect, test } from 'vitest'
import { runIdSchema } from '../../../src-preload/contract/run'
import { listedMeasurement } from '../../stores/listed-measurement.test-helper'
import { madeMeasurement } from '../../stores/made-measurement.test-helper'
import { useStrings } from '../../strings/strings'
import { comparable } from './comparable'
import { foundBy, latestOfEach } from './picked-measurements'

const strings = useStrings()
const run = runIdSchema.parse('20260101-seed-cnn-abcd')
const STROKES = { name: 'strokes', split: 'strokes', fingerprint: 'aa', corrections: null }
const EMNIST = { name: 'EMNIST', split: 'balanced', fingerprint: 'bb', corrections: null }
const named = (name: string) => ({ kind: 'name', name }) as const
const SEED_CNN = {
  kind: 'network',
  network: { architecture: { name: 'seed-cnn' }, precision: 'bfloat16' },
} as const
const ENTRIES = [
  listedMeasurement({ ref: { run, file: 'strokes-test' }, called: SEED_CNN, dataset: STROKES }),
  listedMeasurement({ ref: { run, file: 'emnist-test' }, called: named('Übung'), dataset: EMNIST }),
  listedMeasurement({
    ...{ ref: { run: null, file: 'torch' }, called: named('予測.csv'), dataset: EMNIST },
  }),
  listedMeasurement({
    ...{ ref: { run: null, file: 'keras' }, called: named('keras'), dataset: EMNIST },
  }),
]
const files = (entries: typeof ENTRIES | ReturnType<typeof foundBy>): readonly string[] =>
  entries.map(({ ref }) => ref.file)

test('of each run the latest is listed, and everything made elsewhere', () => {
  expect(files(latestOfEach(ENTRIES))).toEqual(['strokes-test', 'torch', 'keras'])
})

test.each([
  ['', ['strokes-test', 'emnist-test', 'torch', 'keras']],
  ['übung emnist', ['emnist-test']],
  ['seed cnn, bfloat16', ['strokes-test']],
  ['予測', ['torch']],
  ['ABCD', ['strokes-test', 'emnist-test']],
  ['balanced test', ['emnist-test', 'torch', 'keras']],
  ['nowhere', []],
])('%j finds what has all its words', (text, found) => {
  expect(files(foundBy(strings, ENTRIES, text))).toEqual(found)
})

test('only what was measured on the same images, with its answers, can be compared', () => {
  const others = [
    listedMeasurement({ ref: { run: null, file: 'same' } }),
    listedMeasurement({ dataset: STROKES }),
    listedMeasurement({ part: 'validation' }),
    listedMeasurement({ hasPredictions: false }),
  ]
  expect(files(comparable(others, madeMeasurement([[1]])))).toEqual(['same'])
})
