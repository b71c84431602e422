import { describe, expect, test } from 'vitest'
import { inspectionSchema } from '../../../../src-preload/contract/dataset'
import { readEmnist } from '../emnist'
import { inspectDataset } from './inspect-dataset'
import { realData } from '../real-data.test-helper'

const { folder, isAbsent } = realData('emnist47')

describe.skipIf(isAbsent)('emnist47', () => {
  test('is what its description says: balanced to test, nothing twice, nothing in both parts', async () => {
    const inspection = await inspectDataset(await readEmnist(folder))
    expect(inspectionSchema.parse(inspection)).toEqual(inspection)
    expect(inspection).toMatchObject({ trainCount: 87_071, testCount: 18_800 })
    const { train, test: tested } = inspection.balance
    expect(train).toMatchObject({ least: { count: 417 }, most: { count: 2300 } })
    expect(tested).toMatchObject({ least: { count: 400 }, ratio: 1 })
    expect(inspection.duplicates).toMatchObject({
      train: { groups: 0 },
      test: { groups: 0 },
      leakage: { testImages: 0, testShare: 0 },
      conflicts: { groups: 0 },
      blank: { train: 0, test: 0 },
    })
  })
})
