import { expect, test } from 'vitest'
import { trainingConfigurationSchema } from '../../../src-preload/contract/training'
import { summariseGroup } from './group'
import { madeRecord } from './made-record.test-helper'

function member(seed: number, accuracy: number) {
  const record = madeRecord(`20260101-00000${seed}-tiny-aaaa`)
  const { result, description } = record
  if (!result?.test) throw new Error('no result')
  return {
    ...record,
    description: { ...description, configuration: trainingConfigurationSchema.parse({ seed }) },
    result: { ...result, test: { ...result.test, accuracy } },
  }
}

test('a group has the mean and the sample standard deviation of its runs', () => {
  // statistics.mean and statistics.stdev of Python.
  const summary = summariseGroup('g', [member(1, 0.8), member(2, 0.9), member(3, 0.85)])
  expect(summary?.test.accuracy).toEqual({
    mean: expect.closeTo(0.85, 12),
    standardDeviation: expect.closeTo(0.05, 12),
    count: 3,
  })
  expect(summary?.runs.map(({ seed }) => seed)).toEqual([1, 2, 3])
})

test('one run has no standard deviation', () => {
  expect(summariseGroup('g', [member(1, 0.8)])?.test.accuracy.standardDeviation).toBeNull()
})

test('runs that have not finished do not count', () => {
  const open = { ...member(2, 0.9), result: null }
  expect(summariseGroup('g', [member(1, 0.8), open])?.runs).toHaveLength(1)
  expect(summariseGroup('g', [open])).toBeNull()
})
