import { setImmediate as eventLoopTurn } from 'node:timers/promises'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { duplicatesSchema } from '../../../../src-preload/contract/dataset'
import { PIXELS_PER_IMAGE } from '../dataset'
import { imagesInTurn, madeDataset, type MadeImage } from '../made-dataset.test-helper'
import { findDuplicates } from './duplicates'
import { firstEqualImages } from './equal-images'

const image = (label: number, pattern: number): MadeImage => ({ class: label, pattern })

test('a data set without any says so', async () => {
  const dataset = madeDataset(imagesInTurn(9), imagesInTurn(6, 3, 100))
  expect(await findDuplicates(dataset)).toEqual({
    train: { groups: 0, images: 0, surplus: 0 },
    test: { groups: 0, images: 0, surplus: 0 },
    leakage: { groups: 0, trainImages: 0, testImages: 0, testShare: 0 },
    conflicts: { groups: 0, images: 0 },
    blank: { train: 0, test: 0 },
    groups: [],
    groupCount: 0,
  })
})

test('repeats, conflicts, leakage and blank images are told with their places', async () => {
  const train = [image(0, 7), image(0, 7), image(1, 8), image(2, 8), image(1, 9), image(0, 0)]
  const tested = [image(1, 9), image(2, 5), image(2, 5), image(2, 0)]
  const found = await findDuplicates(madeDataset(train, tested))
  expect(found).toMatchObject({
    train: { groups: 2, images: 4, surplus: 2 },
    test: { groups: 1, images: 2, surplus: 1 },
    leakage: { groups: 2, trainImages: 2, testImages: 2, testShare: 0.5 },
    conflicts: { groups: 2, images: 4 },
    blank: { train: 1, test: 1 },
    groupCount: 5,
  })
  const places = found.groups.map((group) =>
    group.places.map(({ part, index, label }) => `${part}:${index}=${label}`).join(' '),
  )
  expect(places).toEqual([
    'train:2=2 train:3=3',
    'train:5=1 test:3=3',
    'train:4=2 test:0=2',
    'train:0=1 train:1=1',
    'test:1=3 test:2=3',
  ])
  expect(found.groups.map(({ blank }) => blank)).toEqual([false, true, false, false, false])
  expect(duplicatesSchema.parse(found)).toEqual(found)
})

test('a part without images has no share of leakage', async () => {
  const { leakage } = await findDuplicates(madeDataset(imagesInTurn(4), []))
  expect(leakage.testShare).toBeNull()
})

test('of a data set with corrections the places in the files are told', async () => {
  // The first training image and the first of the test part were left out.
  const dataset = madeDataset([image(0, 7)], [image(0, 7)])
  const originals = { trainCount: 2, positions: Int32Array.of(1, 3) }
  const { groups } = await findDuplicates(dataset, { originals })
  expect(groups[0]?.places).toMatchObject([
    { part: 'train', index: 1 },
    { part: 'test', index: 1 },
  ])
})

test('what is listed is bounded, what is counted is not', async () => {
  const pairs = imagesInTurn(1200).flatMap((one) => [one, one])
  const many = Array.from({ length: 300 }, () => image(0, 5000))
  const found = await findDuplicates(madeDataset([...many, ...pairs], []))
  expect(found.train).toEqual({ groups: 1201, images: 2700, surplus: 1499 })
  expect(found.groupCount).toBe(1201)
  expect(found.groups).toHaveLength(500)
  expect(found.groups[0]).toMatchObject({ images: 300 })
  expect(found.groups[0]?.places).toHaveLength(50)
})

test('images are alike exactly where all their bytes are', async () => {
  const bytes = fc.uint8Array({ minLength: PIXELS_PER_IMAGE, maxLength: PIXELS_PER_IMAGE })
  const pictures = fc.array(bytes, { minLength: 1, maxLength: 5 }).chain((kinds) =>
    fc
      .array(fc.tuple(fc.nat(kinds.length - 1), fc.nat(PIXELS_PER_IMAGE - 1), fc.boolean()), {
        minLength: 1,
        maxLength: 60,
      })
      .map((drawn) =>
        drawn.map(([kind, pixel, isChanged]) => {
          const picture = Uint8Array.from(kinds[kind] ?? [])
          if (isChanged) picture[pixel] = (picture[pixel] ?? 0) ^ 1
          return picture
        }),
      ),
  )
  await fc.assert(
    fc.asyncProperty(pictures, async (list) => {
      const images = new Uint8Array(list.length * PIXELS_PER_IMAGE)
      list.forEach((picture, at) => images.set(picture, at * PIXELS_PER_IMAGE))
      const texts = list.map((picture) => Buffer.from(picture).toString('latin1'))
      const firsts = texts.map((text) => texts.indexOf(text))
      expect([...(await firstEqualImages({ images }))]).toEqual(firsts)
    }),
    { numRuns: 50 },
  )
})

test('the event loop turns while many images are compared', async () => {
  const images = new Uint8Array(40_000 * PIXELS_PER_IMAGE)
  let turns = 0
  let isDone = false
  const comparing = firstEqualImages({ images }).finally(() => (isDone = true))
  while (!isDone) {
    turns += 1
    await eventLoopTurn()
  }
  expect(new Set(await comparing)).toEqual(new Set([0]))
  expect(turns).toBeGreaterThan(4)
})

test('an interrupted search ends', async () => {
  const controller = new AbortController()
  const images = new Uint8Array(20_000 * PIXELS_PER_IMAGE)
  const comparing = firstEqualImages({ images }, controller.signal)
  controller.abort()
  await expect(comparing).rejects.toMatchObject({ name: 'AbortError' })
})
