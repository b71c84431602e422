import { expect, test } from 'vitest'
import { formatLoss } from './format'

test.each([
  [0, '0.000'],
  [0.4021, '0.402'],
  [99_999, '99999.000'],
  [1e9, '1e9'],
  [1.2345e300, '1.23e300'],
])('a loss of %d is written as %s', (loss, text) => {
  expect(formatLoss(loss)).toBe(text)
})
