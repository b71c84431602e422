import { expect, test } from 'vitest'
import { conv2d, dense, flatten, maxPooling2D, reLU } from './layers'
import { buildModel } from './model'
import { leastTrainingBytes, requireTrainingMemory } from './training-memory'

const model = buildModel([conv2d(8, 3), reLU(), maxPooling2D(), flatten(), dense(10)], [28, 28, 1])

test('a step holds activations for each image, and three floats a weight', () => {
  const activations = 28 * 28 * 8 + 14 * 14 * 8 + 10
  const weights = 9 * 8 + 8 + 14 * 14 * 8 * 10 + 10
  expect(leastTrainingBytes(model, { batchSize: 256, precision: 'float32' })).toBe(
    256 * activations * 4 + weights * 12,
  )
  expect(leastTrainingBytes(model, { batchSize: 1, precision: 'bfloat16' })).toBe(
    activations * 2 + weights * 12,
  )
})

test('a batch that cannot fit is refused, with both sizes', () => {
  const step = { batchSize: 65_536, precision: 'float32' } as const
  expect(() => requireTrainingMemory(model, step, 2 ** 30)).toThrow(
    expect.objectContaining({
      code: 'out-of-memory',
      message: 'a step of 65536 images takes at least 1.9 GiB, there are 1.0 GiB',
    }),
  )
  expect(() => requireTrainingMemory(model, step, 2 ** 31)).not.toThrow()
})

test('a small step fits this machine', () => {
  expect(() => requireTrainingMemory(model, { batchSize: 8, precision: 'float32' })).not.toThrow()
})
