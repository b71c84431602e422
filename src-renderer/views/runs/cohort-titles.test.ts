import { expect, test } from 'vitest'
import { madeEntry } from '../../stores/made-run-entry.test-helper'
import { MADE_DESCRIPTION } from '../../stores/made-job.test-helper'
import { useStrings } from '../../strings/strings'
import { cohortTitles } from './cohort-titles'

const strings = useStrings()
const of = (cohort: string, changes: Partial<typeof MADE_DESCRIPTION>) =>
  madeEntry(cohort, { cohort, description: { ...MADE_DESCRIPTION, ...changes } })
const { configuration } = MADE_DESCRIPTION

test('a section is called by its data set and its validation images', () => {
  const titles = cohortTitles(strings, [
    of('a', { dataset: 'EMNIST', split: 'Balanced', validationImages: 11_280 }),
    of('b', {}),
  ])
  expect(titles.get('a')).toBe('EMNIST, Balanced, 11,280 validation images')
  expect(titles.get('b')).toBe('Strokes, 2,560 validation images')
})

test('sections of the same name are told apart by what differs', () => {
  const titles = cohortTitles(strings, [
    of('a', {}),
    of('b', { configuration: { ...configuration, splitSeed: 7 } }),
    of('c', { corrections: { fingerprint: '1', excluded: 2, relabelled: 1 } }),
  ])
  expect([...titles.values()]).toEqual([
    'Strokes, 2,560 validation images, split seed 0',
    'Strokes, 2,560 validation images, split seed 7',
    'Strokes, 2,560 validation images, split seed 0, 3 corrected',
  ])
})

test('no two sections have one title', () => {
  const titles = cohortTitles(strings, [
    of('a', { fingerprint: '11111111ff' }),
    of('b', { fingerprint: '22222222ff' }),
    of('c', { fingerprint: '22222222ff' }),
  ])
  expect(titles.get('a')).toContain('data 11111111')
  expect(new Set(titles.values()).size).toBe(3)
})
