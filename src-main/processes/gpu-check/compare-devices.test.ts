import { expect, test } from 'vitest'
import type { DeviceMeasurement } from '../../../src-preload/contract/gpu-check'
import { compareDevices } from './compare-devices'

const CPU = { losses: [4, 2], medianStepMs: 100, secondsPerEpoch: 4, accuracy: 0.6 }
const F32 = { precision: 'float32', tf32: false } as const
const TF32 = { precision: 'float32', tf32: true } as const
const BF16 = { precision: 'bfloat16', tf32: false } as const

test.each<[string, Partial<DeviceMeasurement>, typeof F32 | typeof TF32 | typeof BF16, boolean]>([
  ['equal figures', {}, F32, true],
  ['a sum in another order', { losses: [4.0002, 2.002] }, F32, true],
  ['TF32 that nobody told of', { losses: [4.002, 2.002] }, F32, false],
  ['TF32', { losses: [4.002, 2.01] }, TF32, true],
  ['bfloat16 in place of TF32', { losses: [4.01, 2.01] }, TF32, false],
  ['bfloat16', { losses: [4.01, 2.05] }, BF16, true],
  ['a step that has gone astray', { losses: [4, 2.1] }, BF16, false],
  ['a network that has learnt nothing', { accuracy: 0.02 }, BF16, false],
  ['a loss that is no number', { losses: [Number.NaN, 2] }, BF16, false],
  ['a step that is missing', { losses: [4] }, BF16, false],
])('%s', (_, gpu, how, isWithin) => {
  expect(compareDevices(CPU, { ...CPU, ...gpu }, how).isWithin).toBe(isWithin)
})

test('says how far they are from each other, and how much faster the card is', () => {
  const gpu = { losses: [4.004, 1.96], medianStepMs: 5, secondsPerEpoch: 1, accuracy: 0.57 }
  const comparison = compareDevices(CPU, gpu, BF16)
  expect(comparison.firstLossDifference).toBeCloseTo(0.001, 10)
  expect(comparison.lossDifference).toBeCloseTo(0.02, 10)
  expect(comparison.accuracyDifference).toBeCloseTo(0.03, 10)
  expect(comparison.speedUp).toBe(20)
})
