import { expect, test } from 'vitest'
import { verifyDataset } from './verify-dataset'
import { realData } from './real-data.test-helper'

const { folder, isAbsent } = realData('emnist47')

test.skipIf(isAbsent)('emnist47 is not the official split it is named as', async () => {
  const { files, problem } = await verifyDataset(folder)
  expect(problem).toBeNull()
  expect(files.map(({ isOfficial }) => isOfficial)).toEqual([null, false, false, false, false])
})
