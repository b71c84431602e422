import { EMNIST_SPLITS } from '../../../../src-preload/contract/shelf'
import { expect, test } from 'vitest'
import { parseMapping } from '../emnist-mapping'
import { officialEmnist } from './official-emnist'

test.each([
  ['balanced', 47, 0, 't'],
  ['byclass', 62, 0, 'z'],
  ['bymerge', 47, 0, 't'],
  ['letters', 26, 1, 'Z'],
  ['digits', 10, 0, '9'],
  ['mnist', 10, 0, '9'],
] as const)('the mapping of %s has %i classes', (split, count, firstLabel, last) => {
  const classes = parseMapping(officialEmnist(split).mapping, split)
  expect(classes).toHaveLength(count)
  expect(classes[0]?.label).toBe(firstLabel)
  expect(classes.at(-1)?.character).toBe(last)
})

test('the classes of letters stand for both cases', () => {
  const [first] = parseMapping(officialEmnist('letters').mapping, 'letters')
  expect(first?.characters).toEqual(['A', 'a'])
})

test('every split has four files of its own', () => {
  const files = EMNIST_SPLITS.flatMap((split) => officialEmnist(split).files)
  expect(new Set(files.map(({ sha256 }) => sha256)).size).toBe(24)
  expect(new Set(files.map(({ name }) => name)).size).toBe(24)
  expect(files.every(({ sha256 }) => /^[0-9a-f]{64}$/.test(sha256))).toBe(true)
})
