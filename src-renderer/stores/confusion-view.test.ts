import { beforeEach, expect, test } from 'vitest'
import { nextTick } from 'vue'
import type { ScriptedBridge } from '../scripted-bridge.test-helper'
import { useConfusionViewStore } from './confusion-view'
import { madeMeasurement } from './made-measurement.test-helper'
import { useMeasurementStore } from './measurement'
import { openStores } from './open-stores.test-helper'

const CONFUSION = [
  [6, 4, 0],
  [1, 9, 0],
  [3, 0, 7],
]

let bridge: ScriptedBridge
beforeEach(() => {
  bridge = openStores()
})

async function open(confusion = CONFUSION, file = 'letters-test') {
  const measurement = madeMeasurement(confusion, file)
  const view = useConfusionViewStore()
  useMeasurementStore().open(measurement.ref)
  await bridge.answer('measurements.open', { ok: true, result: { measurement } })
  await nextTick()
  return view
}

test('the worst mistake is chosen at first', async () => {
  const view = await open()
  expect(view.cell).toEqual({ actual: 0, predicted: 1 })
})

test('without mistakes the first cell is', async () => {
  const view = await open([
    [3, 0],
    [0, 2],
  ])
  expect(view.cell).toEqual({ actual: 0, predicted: 0 })
})

test('N goes from mistake to mistake, and round', async () => {
  const view = await open()
  const seen = Array.from({ length: 4 }, () => {
    view.chooseNextMistake()
    return [view.cell?.actual, view.cell?.predicted]
  })
  expect(seen).toEqual([
    [2, 0],
    [1, 0],
    [0, 1],
    [2, 0],
  ])
})

test('a cell without images opens nothing', async () => {
  const view = await open()
  view.openDrawer({ actual: 2, predicted: 0 })
  expect(view.isDrawerOpen).toBe(true)
  view.openDrawer({ actual: 0, predicted: 2 })
  expect(view.isDrawerOpen).toBe(false)
  expect(view.cell).toEqual({ actual: 0, predicted: 2 })
})

test('what was chosen is of one measurement', async () => {
  const view = await open()
  view.openDrawer({ actual: 2, predicted: 0 })
  // The same one, measured again.
  void useMeasurementStore().ask()
  await bridge.answer('measurements.open', {
    ok: true,
    result: { measurement: madeMeasurement(CONFUSION) },
  })
  await nextTick()
  expect(view.isDrawerOpen).toBe(true)
  await open([[1]], 'others-test')
  expect(view.isDrawerOpen).toBe(false)
  expect(view.cell).toEqual({ actual: 0, predicted: 0 })
})
