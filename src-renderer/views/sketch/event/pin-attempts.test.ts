import { expect, test } from 'vitest'
import { afterWrongPin, NO_ATTEMPTS, secondsToWait, type PinAttempts } from './pin-attempts'

const NOW_MS = 7_000

function afterWrongPins(count: number): PinAttempts {
  return Array.from({ length: count }).reduce<PinAttempts>(
    (attempts) => afterWrongPin(attempts, NOW_MS),
    NO_ATTEMPTS,
  )
}

test.each([
  [0, 0],
  [1, 0],
  [4, 0],
  [5, 30],
  [6, 60],
  [9, 480],
  [10, 600],
  [99, 600],
])('after %i wrong PINs one waits %i seconds', (count, seconds) => {
  expect(secondsToWait(afterWrongPins(count), NOW_MS)).toBe(seconds)
})

test('a wait goes by', () => {
  const attempts = afterWrongPins(5)
  expect(secondsToWait(attempts, NOW_MS + 29_001)).toBe(1)
  expect(secondsToWait(attempts, NOW_MS + 30_000)).toBe(0)
})

test('what was typed long ago is forgotten', () => {
  const later = NOW_MS + 30_000 + 600_001
  expect(afterWrongPin(afterWrongPins(5), later)).toEqual({ wrong: 1, waitsUntilMs: later })
})
