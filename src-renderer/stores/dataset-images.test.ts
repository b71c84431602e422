import { expect, test } from 'vitest'
import type { Result } from '../../src-preload/contract/bridge/requests'
import type { StoredImage } from '../../src-preload/contract/shelf'
import { PAGE, PAGES_KEPT, useDatasetImagesStore, type ImagesWanted } from './dataset-images'
import { openStores } from './open-stores.test-helper'

const ERROR = { code: 'correction-refused', message: 'there is no image 9', hint: '' } as const
const LETTERS: ImagesWanted = {
  of: { source: 'emnist', split: 'letters' },
  ...{ part: 'train', label: 3, correctedOnly: false },
}

/** Every third image of a part is of the class. */
function image(at: number, correction: StoredImage['correction'] = null): StoredImage {
  return { index: at * 3, label: 3, pixels: '', correction }
}
function page(number: number, total: number): Result<'datasets.images'> {
  const count = Math.max(0, Math.min(PAGE, total - number * PAGE))
  return { total, images: Array.from({ length: count }, (_, at) => image(number * PAGE + at)) }
}

async function open(total = 450) {
  const bridge = openStores()
  const images = useDatasetImagesStore()
  const end = images.begin()
  images.open(LETTERS)
  await bridge.answer('datasets.images', { ok: true, result: page(0, total) })
  const pagesAsked = () =>
    bridge.asked
      .filter(({ name }) => name === 'datasets.images')
      .map(({ params }) => (params as { readonly offset: number }).offset)
  return { bridge, images, end, pagesAsked }
}

test('pages are asked for as they come into sight, each once', async () => {
  const { bridge, images, pagesAsked } = await open()
  expect(images.total).toBe(450)
  images.need(150, 260)
  images.need(160, 270)
  expect(pagesAsked()).toEqual([0, PAGE])
  expect(images.at(205)).toBeUndefined()
  await bridge.answer('datasets.images', { ok: true, result: page(1, 450) })
  expect(images.at(205)?.index).toBe(615)
})

test('the answer about another class is dropped', async () => {
  const { bridge, images } = await open()
  images.need(150, 260)
  images.open({ ...LETTERS, label: 4 })
  await bridge.answer('datasets.images', { ok: true, result: page(1, 450) })
  expect(images.at(205)).toBeUndefined()
  await bridge.answer('datasets.images', { ok: true, result: page(0, 2) })
  expect(images.total).toBe(2)
})

test('a page that could not be had is asked for again when it is needed', async () => {
  const { bridge, images, pagesAsked } = await open()
  images.need(250, 260)
  await bridge.answer('datasets.images', { ok: false, error: ERROR })
  expect(images.refusal).toEqual(ERROR)
  images.need(250, 260)
  expect(pagesAsked()).toEqual([0, PAGE, PAGE])
})

test('corrections are of the selected images, in file order', async () => {
  const { bridge, images } = await open()
  images.toggle(9)
  images.toggle(3)
  images.toggle(6)
  images.toggle(6)
  void images.correct({ kind: 'relabel', label: 12 }, 'a slip of the pen')
  const asked = bridge.asked.at(-1)
  expect(asked?.params).toEqual({
    ...{ dataset: 'emnist', split: 'letters' },
    corrections: [3, 9].map((index) => ({
      ...{ kind: 'relabel', part: 'train', index, label: 12, reason: 'a slip of the pen' },
    })),
  })
})

test('undo takes back what was written down last, and then what was before', async () => {
  const { bridge, images } = await open()
  const back = [
    { kind: 'relabel', part: 'train', index: 3, label: 7, reason: 'as before' },
    { kind: 'restore', part: 'train', index: 9, reason: '' },
  ] as const
  for (const [at, place] of [3, 9].entries()) {
    images.select([place])
    void images.correct({ kind: 'exclude' }, '')
    await bridge.answer('datasets.correct', { ok: true, result: { undo: back.slice(at, at + 1) } })
    await bridge.answer('datasets.images', { ok: true, result: page(0, 450) })
  }
  expect(images.selected.size).toBe(0)
  expect(images.latest).toMatchObject({ kind: 'exclude', images: 1, number: 2 })

  for (const at of [1, 0]) {
    const undoing = images.undo()
    expect(bridge.asked.at(-1)).toMatchObject({
      name: 'datasets.correct',
      params: { corrections: back.slice(at, at + 1) },
    })
    await bridge.answer('datasets.correct', { ok: true, result: { undo: [] } })
    await bridge.answer('datasets.images', { ok: true, result: page(0, 450) })
    await undoing
  }
  expect(images.latest).toBeNull()
})

test('a refused correction keeps the selection', async () => {
  const { bridge, images } = await open()
  images.select([3])
  void images.correct({ kind: 'exclude' }, '')
  await bridge.answer('datasets.correct', { ok: false, error: ERROR })
  expect([...images.selected]).toEqual([3])
  expect(images.refusal).toEqual(ERROR)
  expect(images.latest).toBeNull()
})

test('what is in sight stays until a change of the data set is answered', async () => {
  const { bridge, images, end } = await open(1)
  bridge.tell('datasets.changed', {})
  expect(images.at(0)?.correction).toBeNull()
  const correction = { kind: 'exclude', reason: 'blot' } as const
  const result = { total: 1, images: [image(0, correction)] }
  await bridge.answer('datasets.images', { ok: true, result })
  expect(images.at(0)?.correction).toEqual(correction)
  end()
  expect(bridge.listenerCount).toBe(0)
})

test('what was scrolled far away is not kept, and asked for once it is needed again', async () => {
  const total = (PAGES_KEPT + 5) * PAGE
  const { bridge, images, pagesAsked } = await open(total)
  for (let number = 1; number * PAGE < total; number += 1) {
    images.need(number * PAGE, (number + 1) * PAGE)
    await bridge.answer('datasets.images', { ok: true, result: page(number, total) })
  }
  expect(images.pages.size).toBe(PAGES_KEPT + 1)
  expect([images.at(0), images.at(total - 1)?.index]).toEqual([undefined, (total - 1) * 3])
  images.need(0, PAGE)
  expect(pagesAsked().at(-1)).toBe(0)
})
