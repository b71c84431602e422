import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { ListedMeasurement } from '../../src-preload/contract/measurement'
import type { ScriptedBridge } from '../scripted-bridge.test-helper'
import { listedMeasurement } from './listed-measurement.test-helper'
import { useMeasurementsStore } from './measurements-list'
import { openStores } from './open-stores.test-helper'

let bridge: ScriptedBridge
let page: { hidden: boolean }

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
  page = { hidden: false }
  vi.stubGlobal('document', page)
  bridge = openStores()
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

const answer = (...measurements: ListedMeasurement[]) => {
  const stamp = measurements.map(({ measuredAt }) => measuredAt).join()
  return bridge.answer('measurements.list', {
    ok: true,
    result: { kind: 'list', stamp, measurements },
  })
}
const stands = () => bridge.answer('measurements.list', { ok: true, result: { kind: 'unchanged' } })
const stampSent = () => bridge.asked.at(-1)?.params
const measuredLater = listedMeasurement({ measuredAt: '2026-01-02T03:04:06.000Z' })

test('what was measured in a terminal shows by itself', async () => {
  const store = useMeasurementsStore()
  store.begin()
  bridge.connection('connected')
  await answer(listedMeasurement())
  vi.advanceTimersByTime(3000)
  await answer(measuredLater)
  expect(store.measurements).toEqual([measuredLater])
})

test('a list that stands leaves everything as it is', async () => {
  const store = useMeasurementsStore()
  store.begin()
  bridge.connection('connected')
  await answer(listedMeasurement())
  const { state } = store
  vi.advanceTimersByTime(3000)
  expect(stampSent()).toEqual({ known: listedMeasurement().measuredAt })
  await stands()
  expect(store.state).toBe(state)
})

test('what was removed is asked for anew, whatever the list was', async () => {
  const store = useMeasurementsStore()
  store.begin()
  bridge.connection('connected')
  await answer(listedMeasurement())
  store.forget(listedMeasurement().ref)
  expect(store.measurements).toEqual([])
  vi.advanceTimersByTime(3000)
  expect(stampSent()).toEqual({ known: null })
  // It could not be removed after all.
  await answer(listedMeasurement())
  expect(store.measurements).toEqual([listedMeasurement()])
})

test('does not ask for a window that nobody sees, nor while an answer is awaited', async () => {
  const end = useMeasurementsStore().begin()
  bridge.connection('connected')
  vi.advanceTimersByTime(9000)
  expect(bridge.asked).toHaveLength(1)
  await answer()
  page.hidden = true
  vi.advanceTimersByTime(9000)
  end()
  page.hidden = false
  vi.advanceTimersByTime(9000)
  expect(bridge.asked).toHaveLength(1)
})
