import { expect, test } from 'vitest'
import { TEXTS } from './texts'

test('who closes the window is told what becomes of runs that wait', () => {
  expect(TEXTS.closing.detail(0)).not.toMatch(/queue/)
  expect(TEXTS.closing.detail(2)).toMatch(/takes the 2 runs that wait out of the queue\.$/)
})

test.each([
  [0, ''],
  [1, ' The run that waits is kept.'],
  [3, ' The 3 runs that wait are kept.'],
])('who quits while %i runs wait is told that they are kept', (waiting, said) => {
  expect(TEXTS.quitting.detail(waiting)).toBe(
    `It stops after the step in hand. Nothing of it is lost: it can be resumed.${said}`,
  )
})
