import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { ANNOUNCE_EVERY_MS, Announcements } from './announcements'

const said: string[] = []
beforeEach(() => {
  said.length = 0
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

test('at most one text in five seconds, and the latest of those that waited', () => {
  const announcements = new Announcements((text) => said.push(text))
  announcements.say('epoch 1')
  announcements.say('epoch 2')
  announcements.say('epoch 3')
  expect(said).toEqual(['epoch 1'])
  vi.advanceTimersByTime(ANNOUNCE_EVERY_MS)
  expect(said).toEqual(['epoch 1', 'epoch 3'])
  announcements.say('epoch 4')
  vi.advanceTimersByTime(ANNOUNCE_EVERY_MS - 1)
  expect(said).toEqual(['epoch 1', 'epoch 3'])
  vi.advanceTimersByTime(1 + ANNOUNCE_EVERY_MS)
  announcements.say('epoch 5')
  expect(said).toEqual(['epoch 1', 'epoch 3', 'epoch 4', 'epoch 5'])
  announcements.close()
})

test('nothing is said once it is closed', () => {
  const announcements = new Announcements((text) => said.push(text))
  announcements.say('epoch 1')
  announcements.say('epoch 2')
  announcements.close()
  vi.advanceTimersByTime(ANNOUNCE_EVERY_MS)
  expect(said).toEqual(['epoch 1'])
})
