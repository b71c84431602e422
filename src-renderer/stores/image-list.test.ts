import { beforeEach, expect, test } from 'vitest'
import type { ErrorData } from '../../src-preload/contract/errors'
import { ScriptedBridge } from '../scripted-bridge.test-helper'
import { ImageList, IMAGES_PER_PAGE, type ImagesWanted } from './image-list'
import { madeImage } from './made-measurement.test-helper'
import { ALL_IMAGES } from './measurement-images'

const MISTAKES: ImagesWanted = {
  ref: { run: null, file: 'letters-test' },
  query: { ...ALL_IMAGES, outcome: 'wrong' },
}
const OTHERS: ImagesWanted = { ...MISTAKES, query: { ...ALL_IMAGES, outcome: 'right' } }
const LOST: ErrorData = { code: 'connection-lost', message: 'gone', hint: 'wait' }

/** A page of so many images in all. */
function page(offset: number, total: number) {
  const length = Math.min(IMAGES_PER_PAGE, total - offset)
  const images = Array.from({ length }, (_, index) => madeImage(offset + index))
  return { ok: true as const, result: { total, images, pixelsMissing: null } }
}

let bridge: ScriptedBridge
let list: ImageList
beforeEach(() => {
  bridge = new ScriptedBridge()
  list = new ImageList(bridge)
})
const offsets = () => bridge.asked.map(({ params }) => (params as { offset: number }).offset)
const placeOf = (index: number) => {
  const state = list.state.value
  return state.phase === 'open' ? state.images.get(index)?.place.index : undefined
}

test('a list begins with its first page', async () => {
  list.show(MISTAKES)
  expect(list.state.value).toEqual({ phase: 'asking' })
  await bridge.answer('measurements.images', page(0, 250))
  expect(list.state.value).toMatchObject({ phase: 'open', total: 250 })
  expect([placeOf(0), placeOf(99), placeOf(100)]).toEqual([0, 99, undefined])
})

test('what comes into sight is asked for once', async () => {
  list.show(MISTAKES)
  await bridge.answer('measurements.images', page(0, 250))
  list.need(90, 130)
  list.need(95, 140)
  list.need(190, 400)
  expect(offsets()).toEqual([0, 100, 200])
  // The later page may come first.
  await bridge.answer('measurements.images', page(100, 250))
  await bridge.answer('measurements.images', page(200, 250))
  expect([placeOf(0), placeOf(101), placeOf(249)]).toEqual([0, 101, 249])
})

test('the same question is not asked again', () => {
  list.show(MISTAKES)
  list.show({ ...MISTAKES })
  expect(bridge.asked).toHaveLength(1)
})

test('what was asked before is of no use', async () => {
  list.show(MISTAKES)
  list.show(OTHERS)
  await bridge.answer('measurements.images', page(0, 7))
  expect(list.state.value.phase).toBe('asking')
  await bridge.answer('measurements.images', page(0, 3))
  expect(list.state.value).toMatchObject({ phase: 'open', total: 3 })
})

test('a list that is shown again begins anew, with what is in sight until then', async () => {
  list.show(MISTAKES)
  await bridge.answer('measurements.images', page(0, 150))
  list.need(100, 150)
  await bridge.answer('measurements.images', page(100, 150))
  list.again()
  expect(placeOf(120)).toBe(120)
  await bridge.answer('measurements.images', page(0, 120))
  expect(list.state.value).toMatchObject({ phase: 'open', total: 120 })
  expect(placeOf(110)).toBeUndefined()
})

test('a page that was lost is asked for again when it is needed', async () => {
  list.show(MISTAKES)
  await bridge.answer('measurements.images', page(0, 150))
  list.need(100, 150)
  await bridge.answer('measurements.images', { ok: false, error: LOST })
  expect(list.state.value.phase).toBe('open')
  list.need(100, 150)
  expect(offsets()).toEqual([0, 100, 100])
})

test('why there are no images is said', async () => {
  const error: ErrorData = { code: 'internal', message: 'broken', hint: '' }
  list.show(MISTAKES)
  await bridge.answer('measurements.images', { ok: false, error })
  expect(list.state.value).toEqual({ phase: 'failed', error })
})
