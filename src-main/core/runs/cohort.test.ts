import { expect, test } from 'vitest'
import {
  trainingConfigurationSchema,
  type TrainingConfigurationInput,
} from '../../../src-preload/contract/training'
import type { RunDescription } from '../../../src-preload/contract/training-events'
import { cohortOf } from './cohort'
import { madeRecord } from './made-record.test-helper'

const { description } = madeRecord('made')
const configured = (changes: TrainingConfigurationInput): RunDescription => ({
  ...description,
  configuration: trainingConfigurationSchema.parse(changes),
})

test.each<[string, RunDescription]>([
  ['another name of the data set', { ...description, dataset: 'renamed' }],
  ['another network', configured({ architecture: { name: 'tiny' } })],
  ['another seed', configured({ seed: 2 })],
  ['another loss', configured({ labelSmoothing: 0.1, classWeights: 'balanced' })],
])('%s is compared with it', (_, other) => {
  expect(cohortOf(other)).toBe(cohortOf(description))
})

test.each<[string, RunDescription]>([
  ['other images or corrections', { ...description, fingerprint: 'e'.repeat(64) }],
  ['another share', configured({ validation: 0.2 })],
  ['the official part', configured({ validation: 'official' })],
  ['another split', configured({ splitSeed: 1 })],
  ['fewer images', configured({ limit: 100 })],
  ['other weights', { ...description, weightedValidation: true }],
])('%s is never ranked together with it', (_, other) => {
  expect(cohortOf(other)).not.toBe(cohortOf(description))
})

test('the official part does not depend on the seed of the split, but for a subset it does', () => {
  const official = (splitSeed: number, limit: number | null = null) =>
    cohortOf(configured({ validation: 'official', splitSeed, limit }))
  expect(official(1)).toBe(official(2))
  expect(official(1, 100)).not.toBe(official(2, 100))
})
