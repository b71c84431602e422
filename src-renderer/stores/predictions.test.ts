import { beforeEach, expect, test } from 'vitest'
import { handedOverSchema } from '../../src-preload/contract/bridge/hand-over'
import type { ScriptedBridge } from '../scripted-bridge.test-helper'
import { openStores } from './open-stores.test-helper'
import { usePredictionsStore } from './predictions'

const FILE = handedOverSchema.parse({
  id: '4f6f0c1e-95f0-4d1c-8f0e-0a4b6f6c9f10',
  name: 'predictions.csv',
  kind: 'file',
  files: 1,
  bytes: 100,
})
const DATA = { dataset: 'strokes', split: null, corrections: 'current' } as const
const REF = { run: null, file: 'predictions' }
const error = { code: 'predictions-invalid', message: '3 lines too few', hint: '' } as const

let bridge: ScriptedBridge
beforeEach(() => {
  bridge = openStores()
})

test('a file is asked about, read, and then a measurement', async () => {
  const store = usePredictionsStore()
  store.offer(FILE)
  const added = store.add(DATA)
  expect(store.state).toEqual({ phase: 'reading', file: FILE })
  expect(bridge.asked[0]?.params).toEqual({ handedOver: FILE.id, ...DATA })
  await bridge.answer('measurements.add-predictions', {
    ok: true,
    result: { ref: REF, isNew: true },
  })
  expect(await added).toEqual(REF)
  expect(store.state).toEqual({ phase: 'none' })
})

test('one that was taken in before says so, and adds nothing', async () => {
  const store = usePredictionsStore()
  store.offer(FILE)
  const added = store.add(DATA)
  const known = { ref: REF, isNew: false }
  await bridge.answer('measurements.add-predictions', { ok: true, result: known })
  expect(await added).toBeNull()
  expect(store.state).toEqual({ phase: 'known', file: FILE, ref: REF })
  store.giveUp()
  expect(store.state).toEqual({ phase: 'none' })
  // It was read: there is nothing to withdraw.
  expect(bridge.asked).toHaveLength(1)
})

test('one of another data set can be tried with the right one', async () => {
  const store = usePredictionsStore()
  store.offer(FILE)
  const refused = store.add(DATA)
  await bridge.answer('measurements.add-predictions', { ok: false, error })
  expect(await refused).toBeNull()
  expect(store.state).toEqual({ phase: 'offered', file: FILE, refusal: error })
  void store.add({ ...DATA, dataset: 'emnist' })
  expect(bridge.asked.at(-1)?.params).toMatchObject({ dataset: 'emnist' })
})

test('while one is read no other takes its place, and it is not given up', () => {
  const store = usePredictionsStore()
  store.offer(FILE)
  void store.add(DATA)
  store.offer({ ...FILE, name: 'other.csv' })
  store.giveUp()
  expect(store.state).toEqual({ phase: 'reading', file: FILE })
})
