import { expect, test } from 'vitest'
import type { Devices } from '../../src-preload/contract/runtime'
import { KnownDevices } from './known-devices'

const CARD: Devices = {
  devices: [
    { device: 'cpu', name: null, hasTf32: false },
    { device: 'gpu:0', name: 'Made card', hasTf32: true },
  ],
  standard: 'gpu:0',
}

test('a run that asks for nothing waits for what will compute it', async () => {
  const devices = new KnownDevices(() => Promise.resolve(CARD))
  expect(await devices.queueOf(undefined)).toBe('gpu:0')
  expect(await devices.queueOf('cpu')).toBe('cpu')
  expect(await devices.queueOf('gpu:3')).toBe('gpu:3')
})

test('devices are looked for once, and again when runtimes have come or gone', async () => {
  let looks = 0
  const devices = new KnownDevices(() => {
    looks += 1
    return Promise.resolve(CARD)
  })
  await Promise.all([devices.list(), devices.list()])
  expect(looks).toBe(1)
  devices.forget()
  await devices.list()
  expect(looks).toBe(2)
})

test('where nothing can be asked, the processor computes', async () => {
  const devices = new KnownDevices(() => Promise.reject(new Error('no such folder')))
  expect(await devices.list()).toEqual({
    devices: [{ device: 'cpu', name: null, hasTf32: false }],
    standard: 'cpu',
  })
})
