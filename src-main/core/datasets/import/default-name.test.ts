import { expect, test } from 'vitest'
import { defaultName } from './default-name'

test.each([
  ['/home/me/letters', undefined, 'letters'],
  ['/home/me/letters/', undefined, 'letters'],
  ['archive.zip', 'letters', 'archive-letters'],
  ['emnist-letters.zip', 'letters', 'emnist-letters'],
  ['emnist-balanced-train.csv', undefined, 'emnist-balanced'],
  ['fashion-mnist_test.csv', undefined, 'fashion-mnist'],
  ['train-images-idx3-ubyte.gz', undefined, 'mnist'],
  ['My letters (2).zip', undefined, 'My-letters-2'],
  ['e\u0301tude', undefined, 'étude'],
  ['漢字', undefined, '漢字'],
  ['.hidden', undefined, 'hidden'],
  [`${'x'.repeat(63)}-yy`, undefined, 'x'.repeat(63)],
  ['(…)', undefined, null],
  ['/', undefined, null],
])('%s with the split %s is called %s', (path, split, name) => {
  expect(defaultName(path, split)).toBe(name)
})
