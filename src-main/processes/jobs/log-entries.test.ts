import { expect, test } from 'vitest'
import { DESCRIPTION } from '../../../src-preload/contract/made-job.test-helper'
import type { ScheduleConfiguration } from '../../../src-preload/contract/training'
import { learningRateEntry } from './log-entries'

const PLATEAU = { kind: 'plateau', factor: 0.5, patience: 1, minimum: 1e-5 } as const

const described = (schedule: ScheduleConfiguration, warmUpEpochs = 0) => ({
  ...DESCRIPTION,
  configuration: { ...DESCRIPTION.configuration, schedule, warmUpEpochs },
})
const at = (epoch: number, step: number, learningRate: number) =>
  ({ kind: 'training', epoch, step, loss: 1, accuracy: 0, learningRate }) as const

test('a rate that a plateau has lowered is logged', () => {
  expect(learningRateEntry(described(PLATEAU), at(1, 90, 1e-3), at(2, 1, 5e-4))).toEqual({
    kind: 'learning-rate',
    from: 1e-3,
    to: 5e-4,
  })
})

test.each([
  ['as it was', described(PLATEAU), at(1, 90, 1e-3), 1e-3],
  ['of a cosine', described({ kind: 'cosine', minimum: 0 }), at(1, 90, 1e-3), 9e-4],
  ['that warms up', described(PLATEAU, 2), at(1, 90, 5e-4), 6e-4],
  ['that nothing was before', described(PLATEAU), undefined, 1e-3],
])('a rate %s is not', (_, description, before, rate) => {
  expect(learningRateEntry(description, before, at(2, 1, rate))).toBeNull()
})
