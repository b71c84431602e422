import { beforeEach, expect, test } from 'vitest'
import type { Measuring } from '../../src-preload/contract/measurement'
import { runIdSchema } from '../../src-preload/contract/run'
import type { ScriptedBridge } from '../scripted-bridge.test-helper'
import { useMeasuringStore } from './measuring'
import { openStores } from './open-stores.test-helper'

const run = runIdSchema.parse('a-run')
const AT_WORK: Measuring = {
  phase: 'measuring',
  run,
  dataset: 'strokes',
  imagesDone: 9200,
  images: 18800,
}
const WANTED = {
  run,
  dataset: 'strokes',
  split: null,
  corrections: 'current',
  part: 'test',
} as const

let bridge: ScriptedBridge
beforeEach(() => {
  bridge = openStores()
})

test('a window that opens meanwhile knows what is being measured', async () => {
  const store = useMeasuringStore()
  store.begin()
  bridge.connection('connected')
  await bridge.answer('measurements.measuring', { ok: true, result: AT_WORK })
  expect(store.state).toEqual(AT_WORK)
})

test('what was told after the question is later than its answer', async () => {
  const store = useMeasuringStore()
  store.begin()
  bridge.connection('connected')
  bridge.tell('measuring.changed', { phase: 'idle' })
  await bridge.answer('measurements.measuring', { ok: true, result: AT_WORK })
  expect(store.state).toEqual({ phase: 'idle' })
})

test('a wish that is refused says why, until it is granted', async () => {
  const store = useMeasuringStore()
  const error = { code: 'classes-differ', message: 'other classes', hint: '' } as const
  const refused = store.measure(WANTED)
  await bridge.answer('measurements.measure', { ok: false, error })
  expect(await refused).toBe(false)
  expect(store.refusal).toEqual(error)
  const granted = store.measure(WANTED)
  await bridge.answer('measurements.measure', { ok: true, result: {} })
  expect(await granted).toBe(true)
  expect(store.refusal).toBeNull()
})
