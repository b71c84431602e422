import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { ImageQuery, MeasurementRef } from '../../../src-preload/contract/measurement'
import { addCorrections } from '../datasets/corrections/add-corrections'
import { KeptDataset } from '../datasets/kept-dataset'
import { writeEmnistFolder } from '../datasets/make-idx.test-helper'
import { openDataset, openOwnDataset, type OpenDataset } from '../datasets/open-dataset'
import { PIXELS_PER_IMAGE } from '../datasets/dataset'
import { keepPredictions } from './add-predictions'
import { compareMeasurements } from './compare-measurements'
import { measurementImages } from './measurement-images'
import { MeasurementReader } from './measurement-reader'

const TEST_IMAGES = 8
const ALL: ImageQuery = {
  ...{ actual: null, predicted: null, outcome: 'any' },
  ...{ confidence: [0, 1], order: 'files' },
}

let home = ''
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'glyphlab-images-'))
  await writeEmnistFolder(join(home, 'datasets', 'small'), {
    ...{ classes: 4, trainPerClass: 4, testPerClass: 2, seed: 1, gzip: false },
  })
})
afterEach(() => rm(home, { recursive: true }))

/** Keeps predictions of all of the test part that say class 0 each time. */
async function keep(data: OpenDataset, title = 'made.csv', share = 0.7): Promise<MeasurementRef> {
  const { dataset } = data
  const { trainCount, classes } = dataset
  const labels = dataset.labels.subarray(trainCount)
  const values = Float64Array.from({ length: labels.length * classes.length }, (_, at) =>
    at % classes.length === 0 ? share : (1 - share) / (classes.length - 1),
  )
  const scores = { kind: 'probabilities', values } as const
  const { file } = await keepPredictions({ home, data, title, labels, scores })
  return { run: null, file }
}

const open = () => openDataset('small', { home })

async function images(ref: MeasurementRef, query: Partial<ImageQuery> = {}, offset = 0, limit = 9) {
  const wanted = { ref, query: { ...ALL, ...query }, offset, limit }
  return measurementImages(wanted, new MeasurementReader(), { home, datasets: new KeptDataset() })
}

const pixelsOf = ({ dataset }: OpenDataset, position: number) =>
  Buffer.from(
    dataset.images.subarray(position * PIXELS_PER_IMAGE, (position + 1) * PIXELS_PER_IMAGE),
  ).toString('base64')

test('images come with their places, answers and pixels', async () => {
  const data = await open()
  const shown = await images(await keep(data), {}, 3, 2)
  expect(shown).toMatchObject({ total: TEST_IMAGES, pixelsMissing: null })
  const { trainCount, labels } = data.dataset
  expect(shown.images).toEqual(
    [3, 4].map((index) => ({
      place: { part: 'test', index },
      actual: labels[trainCount + index],
      top: [
        { class: 0, probability: expect.closeTo(0.7, 6) },
        ...[1, 2, 3].map((other) => ({ class: other, probability: expect.closeTo(0.1, 6) })),
      ],
      actualProbability: expect.closeTo(labels[trainCount + index] === 0 ? 0.7 : 0.1, 6),
      pixels: pixelsOf(data, trainCount + index),
    })),
  )
})

test('a page behind the last has no images', async () => {
  expect(await images(await keep(await open()), {}, TEST_IMAGES, 9)).toMatchObject({
    ...{ total: TEST_IMAGES, images: [] },
  })
})

describe('with corrections', () => {
  const exclude = async (index: number) =>
    addCorrections(home, await openOwnDataset('small', { home }), [
      { kind: 'exclude', time: new Date().toISOString(), part: 'test', index, reason: '' },
    ])

  test('places are those of the files, and pixels those of the image', async () => {
    await exclude(2)
    const data = await open()
    const shown = await images(await keep(data))
    expect(shown.images.map(({ place }) => place.index)).toEqual([0, 1, 3, 4, 5, 6, 7])
    const { trainCount } = data.dataset
    expect(shown.images[2]?.pixels).toBe(pixelsOf(data, trainCount + 2))
    const plain = await openDataset('small', { home, corrections: 'none' })
    expect(shown.images[2]?.pixels).toBe(pixelsOf(plain, plain.dataset.trainCount + 3))
  })

  test('what was measured before them is shown as it was then', async () => {
    const ref = await keep(await open())
    await exclude(2)
    const shown = await images(ref)
    expect(shown).toMatchObject({ total: TEST_IMAGES, pixelsMissing: null })
    expect(shown.images.every(({ pixels }) => pixels !== null)).toBe(true)
  })

  test('measurements with and without them are not compared', async () => {
    const before = await keep(await open())
    await exclude(2)
    const after = await keep(await open())
    const reader = new MeasurementReader()
    const compared = await compareMeasurements(home, before, [after, before], reader)
    expect(compared.comparisons).toMatchObject([
      { ok: false, error: { code: 'not-comparable' } },
      { ok: true, comparison: { images: TEST_IMAGES, difference: 0, p: 1, holmP: 1 } },
    ])
  })
})

describe('of a data set that is', () => {
  test('gone, images have no pixels and it is said why', async () => {
    const ref = await keep(await open())
    await rm(join(home, 'datasets', 'small'), { recursive: true })
    const shown = await images(ref)
    expect(shown).toMatchObject({
      total: TEST_IMAGES,
      pixelsMissing: { code: 'dataset-missing', hint: expect.stringContaining('figures stay') },
    })
    expect(shown.images.map(({ pixels }) => pixels)).toEqual(new Array(TEST_IMAGES).fill(null))
  })

  test('another one by now, too', async () => {
    const ref = await keep(await open())
    const folder = join(home, 'datasets', 'small')
    await rm(folder, { recursive: true })
    await writeEmnistFolder(folder, {
      ...{ classes: 4, trainPerClass: 4, testPerClass: 2, seed: 2, gzip: false },
    })
    expect(await images(ref)).toMatchObject({ pixelsMissing: { code: 'dataset-changed' } })
  })

  test('damaged, too', async () => {
    const ref = await keep(await open())
    await writeFile(
      join(home, 'datasets', 'small', 'emnist-balanced-test-images-idx3-ubyte'),
      'short',
    )
    expect(await images(ref)).toMatchObject({ pixelsMissing: { code: 'dataset-invalid' } })
  })
})

test('one that is not there is said to be missing', async () => {
  await mkdir(join(home, 'predictions'))
  await expect(images({ run: null, file: 'none' })).rejects.toMatchObject({
    code: 'measurement-missing',
  })
})

test('a second file of the same name gets a name of its own', async () => {
  const data = await open()
  expect((await keep(data, 'Мой (v2).csv')).file).toBe('Мой-v2')
  expect((await keep(data, 'Мой (v2).csv', 0.4)).file).toBe('Мой-v2-2')
  expect((await keep(data, '...csv')).file).toBe('predictions')
})
