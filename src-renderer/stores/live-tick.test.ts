import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { atNextTick, LIVE_MS } from './live-tick'

beforeEach(() => vi.useFakeTimers({ toFake: ['setTimeout', 'performance'] }))
afterEach(() => vi.useRealTimers())

test('what is asked for at different times is done at one moment, once', () => {
  const done: string[] = []
  const first = () => done.push('first')
  atNextTick(first)
  vi.advanceTimersByTime(LIVE_MS / 5)
  atNextTick(first)
  atNextTick(() => done.push('second'))
  expect(done).toEqual([])
  vi.advanceTimersByTime(LIVE_MS)
  expect(done).toEqual(['first', 'second'])
})

test('work that asks again is done at the moment after', () => {
  let times = 0
  const again = () => {
    times += 1
    atNextTick(again)
  }
  again()
  vi.advanceTimersByTime(3 * LIVE_MS)
  expect(times).toBe(4)
  expect(performance.now() % LIVE_MS).toBe(0)
})
