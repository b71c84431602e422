import { expect, test } from 'vitest'
import { paperSide } from './paper-side'

test.each([
  ['a large window', 900, 900, 672],
  ['the smallest window', 476, 524, 476],
  ['whole modules only', 475, 524, 448],
  ['a low window', 700, 300, 280],
  ['a page that scrolls', 500, null, 476],
  ['no room yet', 0, 0, 280],
])('%s', (_name, width, height, side) => {
  expect(paperSide(width, height)).toBe(side)
})
