import { homedir } from 'node:os'
import { expect, test } from 'vitest'
import { namesHere, withoutNames } from './without-names'

const NAMES = { folders: ['/home/ada/data', '/home/ada'], user: 'ada', host: 'engine' }

test.each([
  [
    'a folder of the home',
    'cannot read /home/ada/data/x and /home/ada/y',
    'cannot read ~/x and ~/y',
  ],
  ['the user, wherever they are', '/mnt/ada/x', '/mnt/…/x'],
  ['the host', 'engine: no space', '…: no space'],
  ['no part of a word', 'adaptive engineering', 'adaptive engineering'],
  ['nothing else', 'libcudnn.so.9: cannot open', 'libcudnn.so.9: cannot open'],
])('%s', (_, said, expected) => {
  expect(withoutNames(said, NAMES)).toBe(expected)
})

test('a name of signs is taken as it is', () => {
  expect(withoutNames('a.b and axb', { ...NAMES, user: 'a.b' })).toBe('… and axb')
})

test('the home of this machine is one of them', () => {
  expect(withoutNames(`${homedir()}/x`, namesHere('/somewhere/else'))).toBe('~/x')
})
