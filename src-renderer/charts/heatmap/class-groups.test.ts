import { expect, test } from 'vitest'
import { classGroups } from './class-groups'

const groups = (labels: string) => classGroups([...labels]).map(({ label }) => label)

test.each([
  ['digits alone', '0123456789', ['0–9']],
  ['EMNIST Balanced', '0123456789ABCXYZabdt', ['0–9', 'A–Z', 'a–t']],
  ['Cyrillic', 'АБВабв', ['А–В', 'а–в']],
  ['a script without capitals', 'おきす', ['お–す']],
  ['one class of a kind', '9A', ['9', 'A']],
  ['kinds in no order', 'aA0aA0aA0aA0', ['a–0']],
])('groups of %s', (_what, labels, expected) => {
  expect(groups(labels)).toEqual(expected)
})

test('names of several letters are of one kind', () => {
  expect(classGroups(['Coat', 'shirt', 'Bag'])).toEqual([{ from: 0, to: 3, label: 'Coat–Bag' }])
})

test('a group whose names are long goes without a label', () => {
  expect(classGroups(['Ankle boot', 'Trouser'])).toEqual([{ from: 0, to: 2, label: '' }])
})
