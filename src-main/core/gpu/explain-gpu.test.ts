import { expect, test } from 'vitest'
import { explainGpu, type GpuVerdict } from './explain-gpu'
import type { GpuFindings } from './findings'
import type { Gpu } from './gpu'
import { gpuError } from './gpu-error'

const GPU: Gpu = {
  ...{ index: 0, name: 'Card', memoryBytes: 8e9, uuid: null },
  computeCapability: { major: 8, minor: 6 },
}
const OLD: Gpu = { ...GPU, index: 1, name: 'Old', computeCapability: { major: 5, minor: 2 } }
const answered = (...gpus: readonly Gpu[]) =>
  ({ kind: 'answered', cudaVersion: 12_020, gpus }) as const
const refused = (code: number) =>
  ({ kind: 'refused', cudaVersion: 12_020, code, name: 'CUDA_ERROR' }) as const

/** A machine whose card works. */
const SOUND: GpuFindings = {
  ...{ platform: 'linux', isWsl: false, kernelDriver: '535.183.01', visibleDevices: null },
  cards: [{ address: '0000:01:00.0', heldBy: 'nvidia' }],
  nodes: [{ path: '/dev/nvidia0', state: 'usable' }],
  driver: answered(GPU),
  runtime: { variant: 'gpu', isNamed: false, missingLibraries: [] },
}
const NONE = { cards: [], kernelDriver: null, nodes: [] } as const

/** What the stub of a driver cannot stand for; the rest is in chain.test.ts. */
test.each<[string, Partial<GpuFindings>, Partial<GpuVerdict>]>([
  ['macOS', { platform: 'darwin' }, { kind: 'system-without' }],
  [
    'a card that is too old beside one that is not',
    { driver: answered(OLD, GPU) },
    { kind: 'usable', gpus: [GPU] },
  ],
  [
    'no driver that could be asked, nor a card',
    { ...NONE, driver: { kind: 'not-asked' } },
    { kind: 'no-card' },
  ],
  [
    'a driver that cannot be asked',
    { driver: { kind: 'not-asked' } },
    { kind: 'driver-not-asked' },
  ],
  [
    'an old driver that cannot be asked',
    { driver: { kind: 'not-asked' }, kernelDriver: '525.60.11' },
    { kind: 'driver-too-old', cudaVersion: null },
  ],
  [
    'the oldest driver that will do, which cannot be asked',
    { driver: { kind: 'not-asked' }, kernelDriver: '525.60.13' },
    { kind: 'driver-not-asked' },
  ],
  [
    'a library that only WSL2 knows of',
    { ...NONE, isWsl: true, driver: { kind: 'unlisted', path: '/usr/lib/wsl/lib/libcuda.so.1' } },
    { kind: 'driver-library-unlisted' },
  ],
  [
    'a driver of Windows that refuses',
    { ...NONE, isWsl: true, driver: refused(500) },
    { kind: 'driver-refused', code: 500 },
  ],
  [
    'a file of the card that only others may use',
    { driver: refused(100), nodes: [{ path: '/dev/nvidia0', state: 'denied' }] },
    { kind: 'nodes-denied', paths: ['/dev/nvidia0'] },
  ],
  [
    'a driver without a card, though nothing hides one',
    { driver: answered() },
    { kind: 'driver-refused', code: 100 },
  ],
  [
    'a card that is too old for a runtime that would have to be fetched first',
    { driver: answered(OLD), runtime: { ...SOUND.runtime, variant: 'cpu' } },
    { kind: 'card-too-old' },
  ],
])('%s', (_, findings, expected) => {
  const verdict = explainGpu({ ...SOUND, ...findings })
  expect(verdict).toMatchObject(expected)
  switch (verdict.kind) {
    case 'usable':
    case 'no-card':
    case 'system-without':
      return
    default:
      expect(gpuError(verdict)).toMatchObject({
        code: 'device-missing',
        message: expect.not.stringMatching(/undefined|null/),
        hint: expect.stringMatching(/^[A-Z].*\.$/),
      })
  }
})
