import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { ScriptedBridge } from '../scripted-bridge.test-helper'
import { openStores } from './open-stores.test-helper'
import { useSamplesStore } from './samples'

const data = { dataset: 'strokes', split: null, corrections: 'current' } as const
const ranges = {
  ...{ rotationDegrees: 10, shift: 0.1, zoom: 0.1, shear: 0.1 },
  ...{ strokeWidth: 0, share: 1, redraw: 0 },
}
const sampleOf = (pixels: string) => ({
  ok: true as const,
  result: { images: [{ pixels, characters: ['A'] }] },
})

let bridge: ScriptedBridge
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  bridge = openStores()
})
afterEach(() => {
  vi.useRealTimers()
})
function passTime(): void {
  vi.runAllTimers()
  vi.useRealTimers()
}

test('a sample is shown beside its distorted copies', async () => {
  const store = useSamplesStore()
  store.ask({ data, ranges })
  passTime()
  await bridge.answer('datasets.samples', sampleOf('AAAA'))
  await bridge.answer('datasets.augment', { ok: true, result: { images: ['BBBB', 'CCCC'] } })
  expect(store.state).toEqual({
    phase: 'distorted',
    characters: ['A'],
    original: 'AAAA',
    copies: ['BBBB', 'CCCC'],
  })
})

test('without distortion several are shown as they are', async () => {
  const store = useSamplesStore()
  store.ask({ data, ranges: null })
  passTime()
  await bridge.answer('datasets.samples', sampleOf('AAAA'))
  expect(store.state).toEqual({ phase: 'plain', images: ['AAAA'] })
  expect(bridge.asked.map(({ name }) => name)).toEqual(['datasets.samples'])
})

test('the latest question is answered, whatever comes last', async () => {
  const store = useSamplesStore()
  store.ask({ data, ranges })
  passTime()
  store.shuffle()
  await bridge.answer('datasets.samples', sampleOf('AAAA'))
  await bridge.answer('datasets.samples', sampleOf('DDDD'))
  // That of the second question was asked last; the first comes late.
  await bridge.answer('datasets.augment', { ok: true, result: { images: ['old'] } })
  await bridge.answer('datasets.augment', { ok: true, result: { images: ['new'] } })
  expect(store.state).toMatchObject({ original: 'DDDD', copies: ['new'] })
})

test('a lost connection leaves the samples that are shown', async () => {
  const store = useSamplesStore()
  store.ask({ data, ranges: null })
  passTime()
  await bridge.answer('datasets.samples', sampleOf('AAAA'))
  store.shuffle()
  const error = { code: 'connection-lost', message: 'gone', hint: 'wait' } as const
  await bridge.answer('datasets.samples', { ok: false, error })
  expect(store.state.phase).toBe('plain')
})
