import { expect, test } from 'vitest'
import type { Diagnosis } from '../../../src-preload/contract/diagnosis'
import { useStrings } from '../../strings/strings'
import { soundWords } from './link-words'
import { UNCHECKED_LINKS } from './verdict'

type GpuLink = Extract<Diagnosis['links']['gpu'], { status: 'sound' }>['value']
const FLOAT32 = {
  status: 'sound',
  value: { precision: 'float32', medianStepMs: 100, batchSize: 256 },
} as const
const GPU = {
  index: 0,
  name: 'Card',
  computeCapability: '8.9',
  memoryBytes: 24e9,
  hasTf32: true,
  compilesKernels: false,
}
const error = { code: 'internal', message: 'no kernel', hint: 'none' } as const

function words(value: GpuLink) {
  const links = { ...UNCHECKED_LINKS, float32: FLOAT32, gpu: { status: 'sound', value } as const }
  return soundWords(links, 'gpu', useStrings())
}

test('steps of a card are told beside those of the processor', () => {
  const found = words({
    kind: 'works',
    gpus: [GPU, { ...GPU, index: 1, name: 'Other' }],
    steps: [
      { ok: true, precision: 'float32', medianStepMs: 10, batchSize: 256, tf32: true },
      { ok: false, precision: 'bfloat16', error },
    ],
  })
  expect(found?.main).toBe('Card, 24.0 GB, compute capability 8.9')
  expect(found?.more).toEqual([
    'Other, 24.0 GB, compute capability 8.9',
    'float32 (TF32): 25,600 images a second, 10.0 times the processor’s',
    'bfloat16, no step: no kernel',
  ])
})

test.each([
  ['no card', { kind: 'no-card', isWsl: false }, 0],
  ['no card under WSL2', { kind: 'no-card', isWsl: true }, 1],
  ['a system without', { kind: 'system-without' }, 0],
] as const)('%s is told as such', (_, value, lines) => {
  expect(words(value)?.main).toMatch(/processor/)
  expect(words(value)?.more).toHaveLength(lines)
})
