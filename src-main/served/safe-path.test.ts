import { expect, test } from 'vitest'
import { safePath } from './safe-path'

test.each(['a.png', 'letters/ß/字 1.png', '.hidden', 'a..b/…', '?/*', 'C:\\x'])(
  '%s is as it was on Linux',
  (path) => {
    expect(safePath(path, 'linux')).toBe(path)
  },
)

test.each([
  ['?/*.png', '_/_.png'],
  ['C:\\Windows\\x', 'C__Windows_x'],
  ['a./b ', 'a_/b_'],
  ['ß/字', 'ß/字'],
])('%s becomes %s on Windows', (path, expected) => {
  expect(safePath(path, 'win32')).toBe(expected)
})

test.each([
  '',
  '/',
  '/a',
  'a//b',
  'a/',
  '..',
  'a/../../b',
  './a',
  'a\0',
  'ß'.repeat(128),
  'a/'.repeat(40) + 'a',
])('%j is refused', (path) => {
  for (const platform of ['linux', 'win32'])
    expect(() => safePath(path, platform)).toThrow('no file can be called')
})
