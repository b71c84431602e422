import { expect, test } from 'vitest'
import { heatColour, heatLevel } from './heat-ramp'

const RAMP = ['#000000', '#804000', '#ffffff']

test.each([
  ['the first stop', 0, '#000000'],
  ['a stop', 0.5, '#804000'],
  ['half way between two', 0.25, '#402000'],
  ['the last stop', 1, '#ffffff'],
  ['below all', -1, '#000000'],
  ['above all', 7, '#ffffff'],
])('the colour at %s', (_place, level, colour) => {
  expect(heatColour(RAMP, level)).toBe(colour)
})

test('another ramp has colours of its own', () => {
  expect(heatColour(['#111111', '#222222'], 1)).toBe('#222222')
  expect(heatColour(RAMP, 1)).toBe('#ffffff')
})

test.each([
  ['nothing', 0, 400, 0],
  ['the most there is', 400, 400, 1],
  // 0.05 + 0.95 * sqrt(1 / 4)
  ['a quarter', 100, 400, 0.525],
  ['one of very many, which is told from none', 1, 1e9, 0.05],
  ['anything where there is nothing', 3, 0, 0],
])('the level of %s', (_what, value, greatest, level) => {
  expect(heatLevel(value, greatest)).toBeCloseTo(level, 3)
})
