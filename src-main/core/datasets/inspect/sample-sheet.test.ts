import { decode } from 'fast-png'
import { describe, expect, test } from 'vitest'
import { sheetGeometrySchema, type SheetRequest } from '../../../../src-preload/contract/dataset'
import { createRandom } from '../../random/random'
import { IMAGE_SIDE, PIXELS_PER_IMAGE, type Dataset } from '../dataset'
import { imagesInTurn, madeDataset } from '../made-dataset.test-helper'
import { meanImages } from './mean-images'
import { GREATEST_SAMPLES, sampleSheet, type Sheet } from './sample-sheet'

/** Of noise, so that no image looks like another. */
function noisyDataset(train: number, tested: number): Dataset {
  const dataset = madeDataset(imagesInTurn(train), imagesInTurn(tested))
  const random = createRandom(1, 'sheet test')
  dataset.images.forEach((_, at) => (dataset.images[at] = random.integer(256)))
  return dataset
}
const dataset = noisyDataset(30, 9)
const rows: SheetRequest = { kind: 'classes', part: 'train', samples: 4, seed: 1 }

/** The image that a sheet shows at a cell, by its geometry: 255 is ink. */
function shownAt({ png, margin, pitch, side }: Sheet, row: number, column: number): Uint8Array {
  const { width, data } = decode(png)
  const scale = side / IMAGE_SIDE
  return Uint8Array.from({ length: PIXELS_PER_IMAGE }, (_, pixel) => {
    const y = margin + row * pitch + Math.floor(pixel / IMAGE_SIDE) * scale
    const x = margin + column * pitch + (pixel % IMAGE_SIDE) * scale
    return 255 - (data[y * width + x] ?? 0)
  })
}

function imageAt({ images }: Dataset, position: number): Uint8Array {
  return images.slice(position * PIXELS_PER_IMAGE, (position + 1) * PIXELS_PER_IMAGE)
}

describe('a sheet', () => {
  test('shows at each cell the image that it names there', () => {
    const sheet = sampleSheet(dataset, rows)
    const { png, ...geometry } = sheet
    const { width, height } = geometry
    expect(decode(png)).toMatchObject({ width, height, channels: 1, depth: 8 })
    expect(sheetGeometrySchema.parse(geometry)).toEqual(geometry)
    expect(sheet.cells).toHaveLength(12)
    for (const { row, column, label, place } of sheet.cells) {
      expect(place?.part).toBe('train')
      expect(dataset.labels[place?.index ?? -1]).toBe(label - 1)
      expect(label).toBe(row + 1)
      expect(shownAt(sheet, row, column)).toEqual(imageAt(dataset, place?.index ?? -1))
    }
  })

  test('is white between the images', () => {
    const { width, height, data } = decode(sampleSheet(dataset, rows).png)
    expect([width, height]).toEqual([4 + 4 * 60, 4 + 3 * 60])
    expect(data.subarray(0, 4 * width).every((grey) => grey === 255)).toBe(true)
  })

  test('is the same for a seed, and another for another', () => {
    const shown = (seed: number) => sampleSheet(dataset, { ...rows, seed }).cells
    expect(shown(1)).toEqual(shown(1))
    expect(shown(2)).not.toEqual(shown(1))
  })

  test('shows of the test part what is there', () => {
    const { cells } = sampleSheet(dataset, { ...rows, part: 'test', samples: 20 })
    expect(cells.map(({ place }) => place?.index)).toEqual([0, 3, 6, 1, 4, 7, 2, 5, 8])
  })

  test('shows one class alone, as square as may be', () => {
    const sheet = sampleSheet(dataset, { ...rows, kind: 'class', class: 2, samples: 7 })
    expect(sheet.cells).toHaveLength(7)
    expect(sheet.cells.at(-1)).toMatchObject({ row: 2, column: 0, label: 3 })
    expect(new Set(sheet.cells.map(({ place }) => (place?.index ?? 0) % 3))).toEqual(new Set([2]))
  })

  test('shows mean images', () => {
    const sheet = sampleSheet(dataset, { kind: 'means', part: 'test' })
    const means = meanImages(dataset, 'test')
    expect(sheet.cells.map(({ label, place }) => [label, place])).toEqual([
      [1, null],
      [2, null],
      [3, null],
    ])
    for (const { row, column, label } of sheet.cells)
      expect(shownAt(sheet, row, column)).toEqual(means[label - 1])
  })

  test('of a class without images is blank', () => {
    const none = madeDataset(imagesInTurn(4, 2), [])
    const sheet = sampleSheet(none, { kind: 'class', part: 'train', class: 2, samples: 5, seed: 1 })
    expect(sheet.cells).toEqual([])
    expect(decode(sheet.png)).toMatchObject({ width: 64, height: 64 })
  })

  test('has no more samples than fit', () => {
    const large = madeDataset(imagesInTurn(GREATEST_SAMPLES.classes + 20, 1), [], 1)
    expect(sampleSheet(large, { ...rows, samples: 1e9 }).cells).toHaveLength(
      GREATEST_SAMPLES.classes,
    )
  })

  test('of a data set with corrections names places in the files', () => {
    const originals = {
      trainCount: 31,
      positions: Int32Array.from({ length: 39 }, (_, at) => at + 1),
    }
    const { cells } = sampleSheet(dataset, { ...rows, part: 'test', samples: 1 }, originals)
    expect(cells.every(({ place }) => place?.part === 'test')).toBe(true)
    const plain = sampleSheet(dataset, rows).cells.map(({ place }) => place?.index ?? 0)
    const shifted = sampleSheet(dataset, rows, originals).cells.map(({ place }) => place?.index)
    expect(shifted).toEqual(plain.map((index) => index + 1))
  })
})
