import { describe, expect, test } from 'vitest'
import { madeCurves } from '../stores/made-curves.test-helper'
import { readingAt, stepBeside } from './reading'

const curves = madeCurves({ steps: 40, epochs: 1, stepsPerEpoch: 30 })

describe('a reading', () => {
  test('is of the nearest logged step, with the latest validation before it', () => {
    expect(readingAt(curves, null, 34)).toMatchObject({ step: 30, epochs: 1, smoothed: null })
    expect(readingAt(curves, null, 34)?.validated?.epoch).toBe(1)
    expect(readingAt(curves, null, 20)?.validated).toBeNull()
  })

  test('has the values of its step', () => {
    const smoothed = { loss: Float64Array.of(4, 3, 2, 1), accuracy: Float64Array.of(1, 2, 3, 4) }
    expect(readingAt(curves, smoothed, 20)).toMatchObject({
      loss: curves.loss.values[1],
      accuracy: curves.accuracy.values[1],
      smoothed: { loss: 3, accuracy: 2 },
      learningRate: 1e-3,
    })
  })

  test('of no curve is none', () => {
    expect(readingAt(madeCurves({ steps: 0, epochs: 0, stepsPerEpoch: 30 }), null, 5)).toBeNull()
  })
})

test.each([
  ['one point on', 20, 1, 1, 30],
  ['one point back', 20, -1, 1, 10],
  ['further where points lie closer than pixels', 10, 1, 20, 30],
  ['back as far', 40, -1, 20, 20],
  ['nowhere from the last', 40, 1, 1, 40],
  ['nowhere from the first', 10, -1, 1, 10],
] as const)('the cursor goes %s', (_, from, direction, least, expected) => {
  expect(stepBeside(curves, from, direction, least)).toBe(expected)
})
