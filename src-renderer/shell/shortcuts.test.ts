import { expect, test } from 'vitest'
import { shortcutOf, type PressedKey } from './shortcuts'

const press = (key: string, changes: Partial<PressedKey> = {}): PressedKey => ({
  key,
  code: '',
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...changes,
})
const outside = { isMac: false, focus: 'none' } as const
const inField = { isMac: false, focus: 'typing' } as const
const onMac = { isMac: true, focus: 'none' } as const
const onButton = { isMac: false, focus: 'pressing' } as const

test.each([
  ['Ctrl+Enter, even in a field', press('Enter', { ctrlKey: true }), inField, 'start'],
  ['Cmd+Enter on a Mac', press('Enter', { metaKey: true }), onMac, 'start'],
  ['Ctrl+Enter on a Mac', press('Enter', { ctrlKey: true }), onMac, null],
  ['Space', press(' '), outside, 'pause-resume'],
  ['Space in a field', press(' '), inField, null],
  ['?, with whatever types it', press('?', { shiftKey: true }), outside, 'shortcuts'],
  ['? in a field', press('?'), inField, null],
  ['Space on a button', press(' '), onButton, null],
  ['? on a button', press('?'), onButton, 'shortcuts'],
  ['Ctrl+L', press('l', { ctrlKey: true }), outside, 'log'],
  ['L alone, which is the charts’', press('l'), outside, null],
  ['Ctrl+Shift+L', press('L', { ctrlKey: true, shiftKey: true }), inField, 'theme'],
  ['Alt+1', press('1', { altKey: true, code: 'Digit1' }), inField, 'train'],
  ['Alt+2 where Alt types a sign', press('™', { altKey: true, code: 'Digit2' }), onMac, 'results'],
  ['F11', press('F11'), inField, 'event-mode'],
  ['Ctrl+,', press(',', { ctrlKey: true }), inField, 'settings'],
  ['Ctrl+.', press('.', { ctrlKey: true }), outside, 'stop'],
])('%s', (_, pressed, where, name) => {
  expect(shortcutOf(pressed, where)).toBe(name)
})
