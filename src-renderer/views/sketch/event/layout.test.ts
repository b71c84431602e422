import { expect, test } from 'vitest'
import { areButtonsSmall, eventLayout } from './layout'

test.each([
  ['the design', 1440, 900, { side: 784, margin: 58, isStacked: false, isTight: false }],
  ['a large screen', 1920, 1080, { side: 940, margin: 70, isStacked: false, isTight: false }],
  ['a projector', 1024, 768, { side: 541, margin: 50, isStacked: false, isTight: false }],
  ['an upright screen', 1080, 1920, { side: 940, margin: 70, isStacked: true, isTight: false }],
  ['a phone', 390, 844, { side: 340, margin: 25, isStacked: true, isTight: true }],
  ['a small phone', 360, 640, { side: 259, margin: 23, isStacked: true, isTight: true }],
  ['a phone on its side', 844, 390, { side: 340, margin: 25, isStacked: false, isTight: true }],
  ['nothing yet', 0, 0, { side: 120, margin: 16, isStacked: true, isTight: true }],
])('%s', (_, width, height, layout) => {
  expect(eventLayout(width, height)).toEqual(layout)
})

test.each([
  ['two on a screen as designed', 1440, 900, 2, false],
  ['three on it', 1440, 900, 3, true],
  ['three on an upright screen', 1080, 1920, 3, false],
  ['one on a phone', 390, 844, 1, false],
  ['two on a phone', 390, 844, 2, true],
])('whether words have no room beside icons: %s', (_, width, height, buttons, isSmall) => {
  expect(areButtonsSmall(width, eventLayout(width, height), buttons)).toBe(isSmall)
})
