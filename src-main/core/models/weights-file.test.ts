import { describe, expect, test } from 'vitest'
import type { SafeTensor } from '../safetensors/safetensors'
import { batchNormalization, conv2d, dense, flatten } from './layers'
import { buildModel, modelWeights, weightCount } from './model'
import { weightsForModel } from './weights-file'

const model = buildModel(
  [conv2d(2, 3, { useBias: false }), batchNormalization(), flatten(), dense(5)],
  [28, 28, 1],
)

/** Each weight filled with its place in the list. */
function tensors(): Map<string, SafeTensor> {
  return new Map(
    modelWeights(model).map((spec, index) => [
      spec.name,
      { shape: spec.shape, values: new Float32Array(weightCount(spec)).fill(index) },
    ]),
  )
}
const tensor = (shape: readonly number[], value = 0): SafeTensor => ({
  shape,
  values: new Float32Array(shape.reduce((product, size) => product * size, 1)).fill(value),
})

const refused = (message: string): object =>
  expect.objectContaining({ code: 'weights-invalid', message })

describe('weights are taken', () => {
  test('by name, in whatever order', () => {
    const file = new Map([...tensors()].reverse())
    const weights = weightsForModel(model, file, 'weights.safetensors')
    expect([...weights]).toEqual([...tensors()].map(([name, { values }]) => [name, values]))
  })

  test("without an optimizer's slots", () => {
    const file = tensors().set('optimizer/dense/kernel/m', tensor([7]))
    expect(weightsForModel(model, file, 'weights.safetensors').size).toBe(7)
  })

  test('by their averages, where there are any', () => {
    const file = tensors().set('average/dense/bias', tensor([5], 0.5))
    const weights = weightsForModel(model, file, 'weights.safetensors')
    expect(weights.get('dense/bias')).toEqual(new Float32Array(5).fill(0.5))
    expect(weights.get('dense/kernel')).toEqual(tensors().get('dense/kernel')?.values)
  })
})

describe('weights are refused', () => {
  test('where some are missing', () => {
    const file = new Map([...tensors()].slice(0, 2))
    expect(() => weightsForModel(model, file, 'my.safetensors')).toThrow(
      refused(
        'my.safetensors does not fit the network: 5 of 7 weights missing ' +
          '(batch_normalization/beta, batch_normalization/moving_mean, batch_normalization/moving_variance, …)',
      ),
    )
  })

  test('where the network has no place for some', () => {
    const file = tensors()
      .set('dense_1/kernel', tensor([5, 5]))
      .set('average/dense_1/kernel', tensor([5, 5]))
    expect(() => weightsForModel(model, file, 'weights.safetensors')).toThrow(
      refused(
        'weights.safetensors does not fit the network: ' +
          '2 that the network has no place for (dense_1/kernel, average/dense_1/kernel)',
      ),
    )
  })

  test('and does not repeat a name that is a page long', () => {
    const file = tensors().set('x'.repeat(100_000), tensor([5, 5]))
    expect(() => weightsForModel(model, file, 'weights.safetensors')).toThrow(
      refused(
        'weights.safetensors does not fit the network: ' +
          `1 that the network has no place for (${'x'.repeat(80)}…)`,
      ),
    )
  })

  test('where a shape is another, naming both', () => {
    const file = tensors()
      .set('dense/kernel', tensor([5, 1568]))
      .set('dense/bias', tensor([47]))
    expect(() => weightsForModel(model, file, 'weights.safetensors')).toThrow(
      refused(
        'weights.safetensors does not fit the network: 2 of another shape ' +
          '(dense/kernel is [5, 1568], wanted is [1568, 5], dense/bias is [47], wanted is [5])',
      ),
    )
  })

  test.each([Number.NaN, Infinity, -Infinity])('with a value of %d', (value) => {
    const file = tensors()
    const values = file.get('dense/bias')?.values
    if (values) values[3] = value
    expect(() => weightsForModel(model, file, 'weights.safetensors')).toThrow(
      refused('weights.safetensors: dense/bias has values that are not finite'),
    )
  })

  test('of another framework, in one line', () => {
    const file = new Map([['features.0.weight', tensor([2, 1, 3, 3])]])
    expect(() => weightsForModel(model, file, 'weights.safetensors')).toThrow(
      refused(
        'weights.safetensors does not fit the network: 7 of 7 weights missing ' +
          '(conv2d/kernel, batch_normalization/gamma, batch_normalization/beta, …); ' +
          '1 that the network has no place for (features.0.weight)',
      ),
    )
  })
})
