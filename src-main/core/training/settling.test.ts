import { expect, test } from 'vitest'
import { batchNormalization, dense, flatten } from '../models/layers'
import { buildModel } from '../models/model'
import { settlingSteps } from './settling'

const build = (...layers: Parameters<typeof buildModel>[0]) =>
  buildModel([...layers, flatten(), dense(2)], [28, 28, 1])

test('moving statistics settle once a twentieth of the initial ones is left', () => {
  const steps = settlingSteps(build(batchNormalization()))
  expect(0.99 ** steps).toBeLessThanOrEqual(0.05)
  expect(0.99 ** (steps - 1)).toBeGreaterThan(0.05)
})

test('the slowest layer decides', () => {
  const slow = { ...batchNormalization(), momentum: 0.999 }
  expect(settlingSteps(build(batchNormalization(), slow))).toBe(2995)
})

test('without batch normalisation nothing has to settle', () => {
  expect(settlingSteps(build())).toBe(0)
})
