import { expect, test } from 'vitest'
import { epochOverhead } from './epoch-overhead'

test('an epoch is compared with its own number of steps and images', () => {
  const epoch = { ms: [2200], steps: 10, evaluatedImages: 500 }
  // 10 steps of 150 ms and half of an evaluation of 1,000 ms are 2,000 ms.
  expect(epochOverhead([{ ms: [150] }, { ms: [1000] }, epoch], 1000)).toBeCloseTo(1.1, 12)
})

test('an epoch that does not say what it did is refused', () => {
  expect(() => epochOverhead([{ ms: [1] }, { ms: [1] }, { ms: [1] }], 1)).toThrow('how many steps')
})
