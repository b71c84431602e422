import { expect, test } from 'vitest'
import { restAt, type Rest } from './rest'

const LIMITS = { restSeconds: 20, countdownSeconds: 10 }

test.each<[string, number, Rest]>([
  ['a touch just now', 0, { phase: 'awake' }],
  ['almost the rest', 19_999, { phase: 'awake' }],
  ['the rest', 20_000, { phase: 'counting', secondsLeft: 10, share: 1 }],
  ['half the countdown', 25_000, { phase: 'counting', secondsLeft: 5, share: 0.5 }],
  ['a second begun is not over', 28_500, { phase: 'counting', secondsLeft: 2, share: 0.15 }],
  ['the end of the countdown', 30_000, { phase: 'over' }],
  ['a night', 30_000_000, { phase: 'over' }],
])('%s', (_, idleMs, rest) => {
  expect(restAt(idleMs, LIMITS)).toEqual(rest)
})
