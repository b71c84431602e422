import { expect, test } from 'vitest'
import { isKeyOfLockedScreen } from './screen-lock-keys'

const plain = { control: false, alt: false, meta: false }

test.each(['1', ' ', 'Escape', 'Enter', 'Backspace', 'Tab', 'ArrowLeft', 'F11'])(
  '%j reaches the page',
  (key) => {
    expect(isKeyOfLockedScreen({ ...plain, key })).toBe(true)
  },
)

test.each([
  ['a reload', { ...plain, key: 'F5' }],
  ['a reload by Ctrl', { ...plain, control: true, key: 'r' }],
  ['the end of the application', { ...plain, control: true, key: 'q' }],
  ['the same on a Mac', { ...plain, meta: true, key: 'q' }],
  ['the end of the window', { ...plain, alt: true, key: 'F4' }],
  ['the page before', { ...plain, alt: true, key: 'ArrowLeft' }],
  ['the page before, by a key of its own', { ...plain, key: 'BrowserBack' }],
  ['the menu of the window', { ...plain, alt: true, key: 'f' }],
  ['the menu of the window, by its key alone', { ...plain, alt: true, key: 'Alt' }],
  ['a zoom', { ...plain, control: true, key: '+' }],
  ['the developer tools', { ...plain, key: 'F12' }],
  ['a context menu', { ...plain, key: 'ContextMenu' }],
  ['a letter', { ...plain, key: 'a' }],
  ['the list of shortcuts', { ...plain, key: '?' }],
])('%s does not', (_, input) => {
  expect(isKeyOfLockedScreen(input)).toBe(false)
})
