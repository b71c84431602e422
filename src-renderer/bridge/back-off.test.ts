import { expect, test } from 'vitest'
import { BackOff } from './back-off'

test('each attempt waits twice as long, up to five seconds', () => {
  const backOff = new BackOff()
  const waits = () => Array.from({ length: 7 }, () => backOff.nextMs())
  expect(waits()).toEqual([250, 500, 1000, 2000, 4000, 5000, 5000])
  backOff.reset()
  expect(backOff.nextMs()).toBe(250)
})
