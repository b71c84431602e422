import { describe, expect, test } from 'vitest'
import { cellAt, layoutHeatmap, nearestCell, turnOf } from './heatmap-layout'

const LETTERS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
const letters = (count: number) => [...LETTERS].slice(0, count)
const named = (count: number) => Array.from({ length: count }, (_, index) => `class no. ${index}`)
/** The middle of Results at 1440 x 900. */
const PLACE = { width: 640, height: 580 }

describe('a heatmap', () => {
  test.each([
    ['of two classes has cells of a bearable size', letters(2), PLACE, 56, 'each'],
    ['of ten digits', letters(10), PLACE, 56, 'each'],
    ['of 47 classes', letters(47), PLACE, 11, 'each'],
    ['of 62 classes writes them by turns', letters(62), PLACE, 9, 'each'],
    ['in a small window', letters(47), { width: 480, height: 370 }, 7, 'each'],
    ['of names writes them upwards', named(10), PLACE, 51, 'upward'],
    ['of 256 classes writes their groups', named(256), PLACE, 2, 'groups'],
    ['without room has a pixel a cell', letters(62), { width: 20, height: 20 }, 1, 'groups'],
  ])('%s', (_what, classes, place, pitch, axis) => {
    expect(layoutHeatmap(classes, place)).toMatchObject({ pitch, axis, classes: classes.length })
  })

  test.each([letters(2), letters(10), letters(47), letters(62), named(10), named(256)])(
    'stays within its place: $length classes',
    (...classes) => {
      const { width, height } = layoutHeatmap(classes, PLACE)
      expect(width).toBeLessThanOrEqual(PLACE.width + 1)
      expect(height).toBeLessThanOrEqual(PLACE.height + 1)
    },
  )

  test('leaves room for words before the labels of its columns', () => {
    expect(layoutHeatmap(letters(47), PLACE, 56).left).toBe(56)
    // Which labels of rows may have, anyway.
    const { left } = layoutHeatmap(named(10), PLACE)
    expect(layoutHeatmap(named(10), PLACE, 56).left).toBe(left)
  })

  test('shortens a name that has no end', () => {
    const { labels } = layoutHeatmap(['x'.repeat(64)], PLACE)
    expect(labels).toEqual([`${'x'.repeat(8)}…`])
  })
})

test('every other label stands further out where rows are narrow', () => {
  const narrow = layoutHeatmap(letters(62), PLACE)
  expect([turnOf(narrow, 0), turnOf(narrow, 1)]).toEqual([
    { beside: 0, below: 0 },
    { beside: 9, below: 0 },
  ])
  expect(turnOf(layoutHeatmap(letters(47), PLACE), 1)).toEqual({ beside: 0, below: 0 })
})

describe('a place of the picture', () => {
  const layout = layoutHeatmap(letters(10), PLACE)
  const { left, top, pitch } = layout
  test.each([
    ['the first cell', left, top, { actual: 0, predicted: 0 }],
    ['the end of the first row', left + 10 * pitch - 1, top, { actual: 0, predicted: 9 }],
    ['a cell', left + 2.5 * pitch, top + 7.5 * pitch, { actual: 7, predicted: 2 }],
    ['the labels', left - 1, top, null],
    ['below', left, top + 10 * pitch, null],
  ])('is %s', (_what, x, y, cell) => {
    expect(cellAt(layout, x, y)).toEqual(cell)
  })
  test('beside the cells means the nearest one to a finger', () => {
    expect(nearestCell(layout, -50, 9999)).toEqual({ actual: 9, predicted: 0 })
  })
})
