import { expect, test } from 'vitest'
import { meanMetrics } from './mean-metrics'

const labels = Int32Array.of(0, 1, 1)
const scored = {
  predicted: Int32Array.of(0, 1, 0),
  losses: Float64Array.of(0.5, 1, 3),
}

test('without weights each image counts alike', () => {
  expect(meanMetrics(labels, scored)).toEqual({ loss: 1.5, accuracy: 2 / 3 })
})

test('an image counts by its weight', () => {
  expect(meanMetrics(labels, scored, Float64Array.of(2, 1, 1))).toEqual({
    loss: 1.25,
    accuracy: 0.75,
  })
  expect(meanMetrics(labels, scored, Float64Array.of(0, 0, 5))).toEqual({ loss: 3, accuracy: 0 })
})

test('without images there is no mean', () => {
  const none = { predicted: new Int32Array(0), losses: new Float64Array(0) }
  expect(meanMetrics(new Int32Array(0), none)).toBeNull()
})

test('weights of nothing, or of another number of images, are a fault', () => {
  expect(() => meanMetrics(labels, scored, new Float64Array(3))).toThrow('internal:')
  expect(() => meanMetrics(labels, scored, new Float64Array(2))).toThrow('internal:')
})
