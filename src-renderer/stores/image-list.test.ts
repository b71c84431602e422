import { beforeEach, expect, test } from 'vitest'
import type { ErrorData } from '../../src-preload/contract/errors'
import { ScriptedBridge } from '../scripted-bridge.test-helper'
import { ImageList, IMAGES_PER_PAGE, PAGES_KEPT, type ImagesWanted } from './image-list'
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
  expect(offsets()).toEqual([0, 100, 100])
  await bridge.answer('measurements.images', page(100, 120))
  expect(list.state.value).toMatchObject({ phase: 'open', total: 120 })
  expect([placeOf(110), placeOf(5), placeOf(130)]).toEqual([110, undefined, undefined])
})

test('a list of another question begins at its top, wherever the last one was read', async () => {
  list.show(MISTAKES)
  await bridge.answer('measurements.images', page(0, 150))
  list.need(100, 150)
  list.show(OTHERS)
  expect(offsets()).toEqual([0, 100, 0])
})

test('what was emptied meanwhile can be read again', async () => {
  list.show(MISTAKES)
  await bridge.answer('measurements.images', page(0, 0))
  list.need(0, 12)
  list.again()
  await bridge.answer('measurements.images', page(0, 3))
  expect(list.state.value).toMatchObject({ phase: 'open', total: 3 })
})

test('what was scrolled far away is not kept, and asked for once it is needed again', async () => {
  const total = (PAGES_KEPT + 5) * IMAGES_PER_PAGE
  list.show(MISTAKES)
  await bridge.answer('measurements.images', page(0, total))
  for (let offset = IMAGES_PER_PAGE; offset < total; offset += IMAGES_PER_PAGE) {
    list.need(offset, offset + IMAGES_PER_PAGE)
    await bridge.answer('measurements.images', page(offset, total))
  }
  const state = list.state.value
  expect(state.phase === 'open' && state.images.size).toBe((PAGES_KEPT + 1) * IMAGES_PER_PAGE)
  expect([placeOf(0), placeOf(total - 1)]).toEqual([undefined, total - 1])
  list.need(0, IMAGES_PER_PAGE)
  expect(offsets().at(-1)).toBe(0)
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
