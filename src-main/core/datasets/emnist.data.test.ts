import { beforeAll, describe, expect, test } from 'vitest'
import { classCounts } from './class-shares'
import { PIXELS_PER_IMAGE, type Dataset } from './dataset'
import { readEmnist } from './emnist'
import { realData } from './real-data.test-helper'

const { folder, isAbsent } = realData('emnist47')

describe.skipIf(isAbsent)('emnist47', () => {
  let dataset: Dataset
  beforeAll(async () => {
    dataset = await readEmnist(folder)
  })

  test('has the counts its description gives', () => {
    expect(dataset).toMatchObject({
      name: 'emnist47',
      split: 'balanced',
      trainCount: 87_071,
      testCount: 18_800,
    })
    expect(dataset.classes.map(({ character }) => character).join('')).toBe(
      '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabdefghnqrt',
    )
    const train = classCounts(dataset.labels.subarray(0, dataset.trainCount), 47)
    const tested = classCounts(dataset.labels.subarray(dataset.trainCount), 47)
    expect([Math.min(...train), Math.max(...train)]).toEqual([417, 2300])
    expect(new Set(tested)).toEqual(new Set([400]))
  })

  test('its T stands upright: a bar above, a stem in the middle', () => {
    const mean = meanImage(dataset, 'T')
    const ink = (rows: readonly [number, number], columns: readonly [number, number]): number => {
      let sum = 0
      for (let row = rows[0]; row < rows[1]; row++) {
        for (let column = columns[0]; column < columns[1]; column++)
          sum += mean[row * 28 + column] ?? 0
      }
      return sum
    }
    const [left, right] = [ink([4, 10], [0, 9]), ink([4, 10], [19, 28])]
    // Stored transposed, the bar would stand on the left and these would be far apart.
    expect(Math.min(left, right) / Math.max(left, right)).toBeGreaterThan(0.6)
    expect(ink([4, 10], [0, 28])).toBeGreaterThan(1.5 * ink([18, 24], [0, 28]))
    expect(ink([18, 24], [10, 18])).toBeGreaterThan(3 * ink([18, 24], [18, 26]))
  })
})

function meanImage(dataset: Dataset, character: string): Float64Array {
  const wanted = dataset.classes.findIndex((candidate) => candidate.character === character)
  const sum = new Float64Array(PIXELS_PER_IMAGE)
  dataset.labels.forEach((label, index) => {
    if (label !== wanted) return
    const first = index * PIXELS_PER_IMAGE
    for (let pixel = 0; pixel < PIXELS_PER_IMAGE; pixel++) {
      sum[pixel] = (sum[pixel] ?? 0) + (dataset.images[first + pixel] ?? 0)
    }
  })
  return sum
}
