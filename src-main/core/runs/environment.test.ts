import { expect, test } from 'vitest'
import { differenceBetween } from './environment'
import { ENVIRONMENT } from './made-environment.test-helper'

test.each([
  ['none', {}, null],
  ['another Node', { node: 'v22' }, null],
  ['other threads', { threads: 8 }, 'threads was 2, is 8'],
  ['other fast paths', { fastPaths: ['byteDropout'] }, 'fastPaths was , is byteDropout'],
])('what changes the bits is named: %s', (_, change, difference) => {
  expect(differenceBetween(ENVIRONMENT, { ...ENVIRONMENT, ...change }, true)).toBe(difference)
})

test('fast paths that another precision brings are no other machine', () => {
  const now = { ...ENVIRONMENT, fastPaths: ['integerReluGradient'] }
  expect(differenceBetween(ENVIRONMENT, now, false)).toBeNull()
})
