import { expect, test } from 'vitest'
import { importText } from './import-words'

test.each([
  ['/home/of/us/7/files/mine: is no data set', 'mine: is no data set'],
  [
    'Choose another --name, or make it anew by --replace.',
    'Choose another name, or let it replace the one that is there.',
  ],
  [
    'Mend or remove them, or leave them out by --skip-broken.',
    'Mend or remove them, or leave out what cannot be read.',
  ],
  [
    'Choose another --name: up to 64 letters and digits, with _, - and dots within.',
    'Choose another name: up to 64 letters and digits, with _, - and dots within.',
  ],
  ['Name one of these by --split.', 'Name one of these as the split.'],
  ['Give it one by --name.', 'Give it a name.'],
  ['--test-share has no meaning here', 'a share of test images has no meaning here'],
])('%s', (said, expected) => {
  expect(importText(said, '/home/of/us/7/files/mine', 'mine')).toBe(expected)
})
