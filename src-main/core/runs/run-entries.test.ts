import { expect, test } from 'vitest'
import { runIdSchema } from '../../../src-preload/contract/run'
import { trainingConfigurationSchema } from '../../../src-preload/contract/training'
import { madeRecord } from './made-record.test-helper'
import { entryOf, groupsOf } from './run-entries'

const GROUP = runIdSchema.parse('first')

async function member(
  { seed, accuracy, folder }: { seed: number; accuracy: number | null; folder?: string },
  size = 3,
) {
  const record = madeRecord(`seed-${seed}`)
  const group = { id: GROUP, position: seed, size }
  const configuration = trainingConfigurationSchema.parse({ seed })
  return entryOf(
    {
      ...{ ok: true, folder: '/nowhere', status: 'finished', epochsDone: 1 },
      ...{ notes: null, notesError: null },
      best: accuracy === null ? null : { epoch: 1, loss: 1, accuracy },
      record: { ...record, group, description: { ...record.description, configuration } },
    },
    runIdSchema.parse(folder ?? `seed-${seed}`),
  )
}

test('a group has its runs in the order of their seeds, their mean and their spread', async () => {
  const runs = [
    await member({ seed: 3, accuracy: 0.9 }),
    await member({ seed: 1, accuracy: 0.8 }),
    await member({ seed: 2, accuracy: 0.7 }),
  ]
  const [group] = groupsOf(runs)
  expect(group).toMatchObject({ id: 'first', runs: ['seed-1', 'seed-2', 'seed-3'], size: 3 })
  // statistics.mean and statistics.stdev of Python.
  expect(group?.validation?.mean).toBeCloseTo(0.8, 12)
  expect(group?.validation?.standardDeviation).toBeCloseTo(0.1, 12)
  expect(group?.validation?.count).toBe(3)
})

test('a run without an epoch is in its group, and in no mean', async () => {
  const runs = [await member({ seed: 1, accuracy: 0.5 }), await member({ seed: 2, accuracy: null })]
  expect(groupsOf(runs)).toEqual([
    {
      ...{ id: 'first', runs: ['seed-1', 'seed-2'], size: 3 },
      validation: { mean: 0.5, standardDeviation: null, count: 1 },
    },
  ])
  expect(groupsOf(runs.slice(1))).toMatchObject([{ runs: ['seed-2'], validation: null }])
})

test('a copy of a run does not count twice', async () => {
  const runs = [
    await member({ seed: 1, accuracy: 0.5, folder: 'copy' }),
    await member({ seed: 1, accuracy: 0.5 }),
    await member({ seed: 2, accuracy: 0.7 }),
  ]
  expect(groupsOf(runs)).toMatchObject([{ runs: ['seed-1', 'seed-2'], validation: { count: 2 } }])
})

test('a run by itself is in no group', async () => {
  const { entry, recordId } = await member({ seed: 1, accuracy: 0.5 })
  expect(groupsOf([{ recordId, entry: { ...entry, group: null } }])).toEqual([])
})
