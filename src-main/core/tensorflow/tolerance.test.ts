import { expect, test } from 'vitest'
import { expectClose, relativeError, TOLERANCES } from './tolerance.test-helper'

test('the error is relative to the largest expected value', () => {
  expect(relativeError([1, 10.5], [1, 10])).toBeCloseTo(0.05, 12)
})

test('against nothing but zeros the error is absolute', () => {
  expect(relativeError([0, 0.25], [0, 0])).toBe(0.25)
})

test.each([
  ['a difference above the tolerance', [1 + 2 * TOLERANCES.kernel]],
  ['a value that is not a number', [Number.NaN]],
  ['another length', [1, 1]],
])('refuses %s', (_, actual) => {
  expect(() => expectClose(actual, [1], 'kernel')).toThrow()
})

test('accepts a difference within the tolerance', () => {
  expectClose([1 + TOLERANCES.kernel / 2], [1], 'kernel')
})
