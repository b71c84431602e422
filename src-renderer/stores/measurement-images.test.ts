import { beforeEach, expect, test } from 'vitest'
import type { ScriptedBridge } from '../scripted-bridge.test-helper'
import { madeImage, madeMeasurement } from './made-measurement.test-helper'
import { useMeasurementStore } from './measurement'
import { ALL_IMAGES, useMeasurementImagesStore } from './measurement-images'
import { openStores } from './open-stores.test-helper'

const QUERY = { ...ALL_IMAGES, actual: [0], predicted: [1] }
const measurement = madeMeasurement([
  [6, 4],
  [1, 9],
])

let bridge: ScriptedBridge
beforeEach(() => {
  bridge = openStores()
})

async function open(opened = measurement) {
  const images = useMeasurementImagesStore()
  useMeasurementStore().open(opened.ref)
  await bridge.answer('measurements.open', { ok: true, result: { measurement: opened } })
  return images
}
const found = (index: number) => ({
  ok: true as const,
  result: { total: 1, images: [madeImage(index)], pixelsMissing: null },
})
const questions = () => bridge.asked.filter(({ name }) => name === 'measurements.images').length

test('an example is asked for once, however often it is shown', async () => {
  const images = await open()
  expect(images.example(QUERY)).toBeUndefined()
  expect(images.example({ ...QUERY })).toBeUndefined()
  await bridge.answer('measurements.images', found(7))
  expect(images.example(QUERY)?.place.index).toBe(7)
  expect(questions()).toBe(1)
})

test('where nothing is like that, that is known', async () => {
  const images = await open()
  images.example(QUERY)
  await bridge.answer('measurements.images', {
    ok: true,
    result: { total: 0, images: [], pixelsMissing: null },
  })
  expect(images.example(QUERY)).toBeNull()
  expect(questions()).toBe(1)
})

test('an answer of another measurement is of no use', async () => {
  const images = await open()
  images.example(QUERY)
  await open(madeMeasurement([[1]], 'others-test'))
  await bridge.answer('measurements.images', found(7))
  expect(images.example(QUERY)).toBeUndefined()
})

test('what was answered is not asked for where it was not kept', async () => {
  const error = { code: 'internal', message: 'none', hint: '' } as const
  const images = await open({ ...measurement, predictions: { kind: 'missing', error } })
  expect(images.example(QUERY)).toBeUndefined()
  expect(questions()).toBe(0)
})

test('images that came back are asked for again, by however many are shown', async () => {
  const images = await open()
  const ends = [images.begin(), images.begin()]
  images.show(images.cell, QUERY)
  await bridge.answer('measurements.images', found(7))
  bridge.tell('datasets.changed', {})
  expect(questions()).toBe(2)
  const [first, second] = ends
  first?.()
  bridge.tell('datasets.changed', {})
  expect(questions()).toBe(3)
  second?.()
  bridge.tell('datasets.changed', {})
  expect(questions()).toBe(3)
  expect(bridge.listenerCount).toBe(0)
})
