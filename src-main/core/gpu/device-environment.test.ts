import { expect, test } from 'vitest'
import { deviceEnvironment, tf32Environment } from './device-environment'

test.each([
  ['the processor', 'cpu', undefined, '-1'],
  ['a card', 'gpu:1', undefined, '1'],
  ['a card among those that the user lets be seen', 'gpu:1', '3, 5', '5'],
  ['a card by its own name', 'gpu:0', 'GPU-01020304', 'GPU-01020304'],
  ['a card that the user hides', 'gpu:2', '3,5', '-1'],
  ['a card where all are hidden', 'gpu:0', '', ''],
] as const)('%s is all that a process sees', (_, device, visible, expected) => {
  const inherited = visible === undefined ? {} : { CUDA_VISIBLE_DEVICES: visible }
  expect(deviceEnvironment(device, {}, inherited)).toEqual({
    TF_FORCE_GPU_ALLOW_GROWTH: 'true',
    CUDA_DEVICE_ORDER: 'PCI_BUS_ID',
    CUDA_VISIBLE_DEVICES: expected,
    CUDA_CACHE_MAXSIZE: '4294967296',
  })
})

test('TF32 is forbidden where it is not wanted, and never forced on anybody', () => {
  expect(deviceEnvironment('gpu:0', { tf32: false }, {})).toMatchObject(tf32Environment(false))
  expect(tf32Environment(false)).toEqual({ NVIDIA_TF32_OVERRIDE: '0' })
  expect(tf32Environment(true)).toEqual({})
})

test('cards are counted as the user counts them', () => {
  const inherited = { CUDA_DEVICE_ORDER: 'FASTEST_FIRST' }
  expect(deviceEnvironment('gpu:0', {}, inherited)).toMatchObject(inherited)
})
