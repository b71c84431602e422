import { expect, test } from 'vitest'
import type { Diagnosis } from '../../../src-preload/contract/diagnosis'
import { verdictOf } from './verdict'

type Links = Diagnosis['links']
const waiting = { status: 'waiting' } as const
const broken = {
  status: 'broken',
  error: { code: 'runtime-missing', message: 'not there', hint: 'install it' },
  remedy: 'install-runtime',
} as const
const step = {
  status: 'sound',
  value: { precision: 'float32', medianStepMs: 140, batchSize: 256 },
} as const
const SOUND: Links = {
  processor: {
    status: 'sound',
    value: { description: 'a processor', threads: 2, memoryBytes: 1e9, hasFastBfloat16: null },
  },
  dataHome: { status: 'sound', value: { folder: 'home', freeBytes: 1e9 } },
  runtime: {
    status: 'sound',
    value: { version: '2.21.0', variant: 'cpu', source: 'cache', folder: 'runtime' },
  },
  float32: step,
  bfloat16: step,
  gpu: { status: 'sound', value: { kind: 'no-card', isWsl: false } },
}
const checked = (links: Partial<Links>) => ({
  phase: 'checked' as const,
  diagnosis: {
    versions: { glyphlab: '0.1.0', node: 'v20', electron: null },
    checkedAt: '2026-01-01T00:00:00.000Z',
    besideRun: false,
    links: { ...SOUND, ...links },
  },
})

test.each([
  ['all sound', {}, { kind: 'sound' }],
  [
    'a broken link',
    { runtime: broken, float32: waiting, bfloat16: waiting },
    { kind: 'broken', link: 'runtime' },
  ],
  ['two broken ones', { dataHome: broken, float32: broken }, { kind: 'broken', link: 'dataHome' }],
  ['a card that cannot be used', { gpu: broken }, { kind: 'partly', link: 'gpu' }],
  [
    'a card that is being checked, without bfloat16',
    { bfloat16: broken, gpu: { status: 'checking' } },
    { kind: 'checking' },
  ],
  ['bfloat16 alone', { bfloat16: broken }, { kind: 'partly', link: 'bfloat16' }],
  [
    'one being checked',
    { float32: { status: 'checking' }, bfloat16: waiting },
    { kind: 'checking' },
  ],
] as const)('%s', (_, links, verdict) => {
  expect(verdictOf(checked(links))).toEqual(verdict)
})

test('before a check there is nothing to judge', () => {
  expect(verdictOf({ phase: 'unchecked' })).toEqual({ kind: 'unchecked' })
})
