import { beforeEach, expect, test } from 'vitest'
import { sketchIdSchema, type KeptSketch } from '../../src-preload/contract/sketch'
import type { ScriptedBridge } from '../scripted-bridge.test-helper'
import { openStores } from './open-stores.test-helper'
import { hasMore, useSketchesStore } from './sketches'

let bridge: ScriptedBridge
let store: ReturnType<typeof useSketchesStore>
beforeEach(() => {
  bridge = openStores()
  store = useSketchesStore()
})

const kept = (index: number): KeptSketch => ({
  id: sketchIdSchema.parse(`sketch-${index}`),
  drawnAt: '2026-01-01T00:00:00.000Z',
  pixels: '',
  said: null,
  truth: null,
})
const list = (shown: number, total: number) => ({
  ok: true as const,
  result: { sketches: Array.from({ length: shown }, (_, at) => kept(at)), total, inDataset: 0 },
})
const limits = () => bridge.asked.map(({ params }) => (params as { readonly limit: number }).limit)

test('the list is asked for when the program is there, and whenever it has changed', async () => {
  const end = store.begin()
  expect(limits()).toEqual([])
  bridge.connection('connected')
  await bridge.answer('sketches.list', list(2, 2))
  bridge.tell('sketches.changed', {})
  await bridge.answer('sketches.list', list(3, 3))
  expect(store.state).toMatchObject({ phase: 'known', total: 3 })
  end()
  expect(bridge.listenerCount).toBe(0)
})

test('the latest answer counts', async () => {
  void store.ask()
  void store.ask()
  await bridge.answer('sketches.list', list(1, 1))
  expect(store.state.phase).toBe('asking')
  await bridge.answer('sketches.list', list(2, 2))
  expect(store.state).toMatchObject({ total: 2 })
})

test('more are shown as long as there are some, and as many as the program tells', async () => {
  void store.ask()
  await bridge.answer('sketches.list', list(16, 500))
  expect(hasMore(store.state)).toBe(true)
  for (let more = 0; more < 5; more++) void store.showMore()
  expect(limits()).toEqual([16, 64, 112, 160, 200, 200])
  for (let more = 0; more < 5; more++) await bridge.answer('sketches.list', list(200, 500))
  expect(hasMore(store.state)).toBe(false)
})

test('one is deleted by its name, all by none', async () => {
  const one = store.remove(kept(7).id)
  await bridge.answer('sketches.delete', { ok: true, result: {} })
  const all = store.remove(null)
  const error = { code: 'disk-full', message: 'the disk is full', hint: '' } as const
  await bridge.answer('sketches.delete', { ok: false, error })
  expect(bridge.asked.map(({ params }) => params)).toEqual([
    { which: { kind: 'these', sketches: ['sketch-7'] } },
    { which: { kind: 'all' } },
  ])
  expect([await one, await all, store.refusal]).toEqual([true, false, error])
})
