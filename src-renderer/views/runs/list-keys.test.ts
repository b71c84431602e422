import { expect, test } from 'vitest'
import { keyAction, type ListKey } from './list-keys'

const PLAIN = { ctrlKey: false, metaKey: false, altKey: false, shiftKey: false }

test.each<[string, Partial<ListKey>, ReturnType<typeof keyAction>]>([
  ['ArrowDown', {}, { kind: 'move', direction: 1, by: 'line', isTicking: false }],
  ['ArrowUp', { shiftKey: true }, { kind: 'move', direction: -1, by: 'line', isTicking: true }],
  ['End', { shiftKey: true }, { kind: 'move', direction: 1, by: 'end', isTicking: false }],
  [' ', {}, { kind: 'tick' }],
  ['F', {}, { kind: 'command', command: 'star' }],
  ['e', {}, { kind: 'command', command: 'edit-note' }],
  ['F2', {}, { kind: 'command', command: 'edit-name' }],
  ['r', {}, { kind: 'command', command: 'resume' }],
  ['Delete', {}, { kind: 'delete' }],
  ['a', { ctrlKey: true }, { kind: 'tick-all' }],
  ['r', { ctrlKey: true }, null],
  ['f', { metaKey: true }, null],
  ['ArrowLeft', { altKey: true }, null],
  ['x', {}, null],
])('%j with %j', (key, changes, action) => {
  expect(keyAction({ ...PLAIN, ...changes, key })).toEqual(action)
})
