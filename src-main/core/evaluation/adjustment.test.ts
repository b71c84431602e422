import { expect, test } from 'vitest'
import { applyAdjustment } from './adjustment'

test('the correction is added to every image', () => {
  const logits = Float32Array.of(1, 2, 3, 4, 5, 6)
  const adjusted = applyAdjustment(logits, Float32Array.of(0.5, 0, -1))
  expect([...adjusted]).toEqual([1.5, 2, 2, 4.5, 5, 5])
  expect([...logits]).toEqual([1, 2, 3, 4, 5, 6])
})

test('sums are float32, as those of a bias in the network', () => {
  const [sum] = applyAdjustment(Float32Array.of(0.1), Float32Array.of(0.2))
  expect(sum).toBe(Math.fround(Math.fround(0.1) + Math.fround(0.2)))
})

test('a correction for another number of classes is a fault', () => {
  expect(() => applyAdjustment(new Float32Array(6), new Float32Array(4))).toThrow('internal:')
  expect(() => applyAdjustment(new Float32Array(6), new Float32Array(0))).toThrow('internal:')
})
