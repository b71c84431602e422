import { expect, test } from 'vitest'
import { cellOfKey } from './heatmap-keys'

const CLASSES = 47
const HERE = { actual: 20, predicted: 3 }
const press = (key: string, held: 'ctrlKey' | 'altKey' | 'metaKey' | null = null) =>
  cellOfKey(
    { key, ctrlKey: held === 'ctrlKey', altKey: held === 'altKey', metaKey: held === 'metaKey' },
    HERE,
    CLASSES,
  )

test.each([
  ['ArrowUp', 19, 3],
  ['ArrowDown', 21, 3],
  ['ArrowLeft', 20, 2],
  ['ArrowRight', 20, 4],
  ['PageUp', 10, 3],
  ['PageDown', 30, 3],
  ['Home', 20, 0],
  ['End', 20, 46],
])('%s leads to row %i, column %i', (key, actual, predicted) => {
  expect(press(key)).toEqual({ actual, predicted })
})

test('with Ctrl, Home and End lead to the corners', () => {
  expect(press('Home', 'ctrlKey')).toEqual({ actual: 0, predicted: 0 })
  expect(press('End', 'ctrlKey')).toEqual({ actual: 46, predicted: 46 })
})

test('nothing leads beyond the edge', () => {
  const corner = { actual: 0, predicted: 46 }
  const plain = { ctrlKey: false, altKey: false, metaKey: false }
  for (const key of ['ArrowUp', 'ArrowRight', 'PageUp', 'End'])
    expect(cellOfKey({ key, ...plain }, corner, CLASSES)).toEqual(corner)
})

test.each([
  ['n', null],
  ['Enter', null],
  ['ArrowUp', 'ctrlKey'],
  ['ArrowLeft', 'altKey'],
  ['ArrowLeft', 'metaKey'],
] as const)('%s with %s leads nowhere', (key, held) => {
  expect(press(key, held)).toBeNull()
})
