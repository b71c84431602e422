import { expect, test } from 'vitest'
import { tickText } from './tick-text'

test.each([
  [0, '0.0'],
  [0.25, '0.3'],
  [0.001, '0.0'],
  [99_999, '99999.0'],
  [0.000001, '1e-6'],
  [0.00015, '1.5e-4'],
  [-2_000_000_000, '-2e9'],
  [1e282, '1e282'],
])('%d is written as %s', (value, text) => {
  expect(tickText(value, (plain) => plain.toFixed(1))).toBe(text)
})
