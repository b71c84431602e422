import { expect, test } from 'vitest'
import { sketchKeyOf, type SketchKey } from './sketch-keys'

const ON_SHEET = { isMac: false, hasInk: true }
const plain = { ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, code: '' }
const control = { ...plain, ctrlKey: true }

const CASES: readonly (readonly [string, typeof plain & { key: string }, SketchKey | null])[] = [
  ['Del', { ...plain, key: 'Delete' }, { does: 'clear' }],
  ['Backspace', { ...plain, key: 'Backspace' }, { does: 'clear' }],
  ['Esc', { ...plain, key: 'Escape' }, { does: 'drop' }],
  ['[', { ...plain, key: '[' }, { does: 'width', steps: -1 }],
  [']', { ...plain, key: ']' }, { does: 'width', steps: 1 }],
  ['Ctrl+Z', { ...control, key: 'z' }, { does: 'undo' }],
  ['Ctrl+Shift+Z', { ...control, shiftKey: true, key: 'Z' }, { does: 'redo' }],
  ['Ctrl+Y', { ...control, key: 'y' }, { does: 'redo' }],
  ['Ctrl+G', { ...control, key: 'g' }, { does: 'guides' }],
  ['a digit', { ...plain, key: '7' }, { does: 'correct', character: '7' }],
  ['a letter', { ...plain, key: 'g' }, { does: 'correct', character: 'g' }],
  ['a small letter of a capital’s class', { ...plain, key: 'c' }, { does: 'correct', character: 'c' }], // prettier-ignore
  ['a capital', { ...plain, shiftKey: true, key: 'G' }, { does: 'correct', character: 'G' }],
  ['another sign', { ...plain, key: '?' }, null],
  ['another letter', { ...plain, key: 'ä' }, null],
  ['a key with a name', { ...plain, key: 'Shift' }, null],
  ['Space', { ...plain, key: ' ' }, null],
  ['Ctrl and a letter', { ...control, key: 'a' }, null],
  ['Alt and a digit', { ...plain, altKey: true, key: '3' }, null],
  ['the key of another system', { ...plain, metaKey: true, key: 'z' }, null],
]

test.each(CASES)('%s', (_name, pressed, expected) => {
  expect(sketchKeyOf(pressed, ON_SHEET)).toEqual(expected)
})

test('without ink, characters say nothing, and G switches the guides', () => {
  const key = (name: string) => sketchKeyOf({ ...plain, key: name }, { ...ON_SHEET, hasInk: false })
  expect([key('7'), key('c'), key('g'), key('G')]).toEqual([
    null,
    null,
    { does: 'guides' },
    { does: 'guides' },
  ])
})

test('on a Mac Cmd takes back', () => {
  const pressed = { ...plain, metaKey: true, key: 'z' }
  expect(sketchKeyOf(pressed, { isMac: true, hasInk: true })).toEqual({ does: 'undo' })
})
