import { describe, expect, test } from 'vitest'
import { trainingConfigurationSchema } from '../../../src-preload/contract/training'
import { architectureLayers } from '../models/architectures'
import { buildModel, modelWeights, type WeightSpec } from '../models/model'
import { initialWeight } from './initial-weights'

function kernel(name: string, ...shape: readonly number[]): WeightSpec {
  return { name, shape, initializer: 'glorot-uniform', trainable: true }
}

describe('Glorot-uniform values', () => {
  /*
   * From the Python implementation in random.test.ts, rounded to float32 by struct:
   *   random = Random(1, 'initial ' + name, 0); (2 * random.uniform() - 1) * limit
   * with limit = sqrt(6 / (9 * (1 + 32))) and sqrt(6 / (3136 + 512)).
   */
  test.each([
    [
      kernel('conv2d/kernel', 3, 3, 1, 32),
      [-0.04036552086472511, 0.005495187360793352, 0.10613143444061279, 0.12298788130283356],
    ],
    [
      kernel('dense/kernel', 3136, 512),
      [-0.012365556322038174, -0.015632418915629387, -0.03340844064950943, -0.009875976480543613],
    ],
  ])('are golden: $name', (spec, expected) => {
    expect([...initialWeight(spec, 1).subarray(0, 4)]).toEqual(expected)
  })

  test.each([
    [kernel('a', 3, 3, 64, 64), Math.sqrt(6 / (9 * 128))],
    [kernel('b', 512, 47), Math.sqrt(6 / 559)],
  ])('fill their range evenly: $name', (spec, limit) => {
    const values = initialWeight(spec, 1)
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length
    const variance = values.reduce((sum, value) => sum + value * value, 0) / values.length
    expect(Math.max(...values)).toBeLessThanOrEqual(Math.fround(limit))
    expect(Math.max(...values)).toBeGreaterThan(0.999 * limit)
    expect(Math.min(...values)).toBeLessThan(-0.999 * limit)
    // Five standard errors of more than 20,000 draws.
    expect(Math.abs(mean)).toBeLessThan((5 * limit) / Math.sqrt(3 * values.length))
    expect(variance / (limit * limit)).toBeCloseTo(1 / 3, 2)
  })

  test('differ by seed and by name, and by nothing else', () => {
    const [a, b] = [kernel('a/kernel', 4, 4), kernel('b/kernel', 4, 4)]
    expect(initialWeight(a, 1)).toEqual(initialWeight({ ...a, trainable: false }, 1))
    expect(initialWeight(a, 1)).not.toEqual(initialWeight(a, 2))
    expect(initialWeight(a, 1)).not.toEqual(initialWeight(b, 1))
  })
})

test('biases, betas and means start at 0, gammas and variances at 1', () => {
  const { architecture } = trainingConfigurationSchema.parse({ architecture: { name: 'tiny' } })
  const weights = modelWeights(buildModel(architectureLayers(architecture, 3), [28, 28, 1]))
  const constants = new Map<string, Set<number>>()
  for (const spec of weights) {
    const part = spec.name.replace(/^.*\//, '')
    if (part !== 'kernel') constants.set(part, new Set(initialWeight(spec, 1)))
  }
  expect(Object.fromEntries(constants)).toEqual({
    gamma: new Set([1]),
    beta: new Set([0]),
    moving_mean: new Set([0]),
    moving_variance: new Set([1]),
    bias: new Set([0]),
  })
})
