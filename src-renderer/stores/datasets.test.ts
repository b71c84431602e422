import { expect, test } from 'vitest'
import { entryOf } from './datasets'

function entry(source: string, split: string | null) {
  const counts = { classes: 47, trainCount: 10, testCount: 10 }
  return { source, title: source, split, ...counts, isThere: true }
}
const STROKES = entry('strokes', null)
const [LETTERS, DIGITS] = [entry('emnist', 'letters'), entry('emnist', 'digits')]
const LISTED = [STROKES, LETTERS, DIGITS]

test.each([
  ['chosen in the list', { dataset: 'strokes', split: null }, STROKES],
  [
    'of a resumed run, which names the only split',
    { dataset: 'strokes', split: 'strokes' },
    STROKES,
  ],
  ['one of several splits', { dataset: 'emnist', split: 'digits' }, DIGITS],
  ['of a split that is gone', { dataset: 'emnist', split: 'balanced' }, undefined],
  ['of a data set that is gone', { dataset: 'mnist', split: null }, undefined],
])('the entry of data %s', (_case, data, found) => {
  expect(entryOf(LISTED, data)).toBe(found)
})
