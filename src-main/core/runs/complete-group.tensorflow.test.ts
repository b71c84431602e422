import { readdir, rm } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { completeGroup } from './complete-group'
import { useRuns } from './made-runs.test-helper'
import { startRun } from './start-run'

const { configuration, otherData, resources, runsFolder } = useRuns()

async function firstOfGroup(size: number) {
  const group = { first: true, size } as const
  return startRun({ ...resources(), configuration: configuration({ epochs: 1 }), group })
}

test('a group is completed by the seeds that are missing', async () => {
  const first = await firstOfGroup(3)
  const [, second] = await completeGroup({ ...resources(), ...first })
  if (!second) throw new Error('no second run')
  await rm(`${runsFolder()}/${second.id}`, { recursive: true })
  const records = await completeGroup({ ...resources(), ...first })
  expect(
    records.map(({ group, description }) => [group?.position, description.configuration.seed]),
  ).toEqual([
    [1, 1],
    [2, 2],
    [3, 3],
  ])
  expect(records.map(({ group }) => group?.id)).toEqual(Array(3).fill(first.record.id))
  expect(await readdir(runsFolder())).toHaveLength(3)
})

test('a group goes on with no other data than it began with', async () => {
  const first = await firstOfGroup(2)
  await expect(
    completeGroup({ ...resources(), ...first, data: otherData() }),
  ).rejects.toMatchObject({ code: 'dataset-changed' })
  expect(await readdir(runsFolder())).toHaveLength(1)
})

test('a group is completed by one process at a time', async () => {
  const first = await firstOfGroup(3)
  let other: unknown
  const records = await completeGroup({
    ...resources(),
    ...first,
    onEvent: ({ type }) => {
      if (type === 'started')
        other ??= completeGroup({ ...resources(), ...first }).catch((error: unknown) => error)
    },
  })
  expect(records).toHaveLength(3)
  expect(await other).toMatchObject({
    code: 'run-locked',
    message: expect.stringContaining(`another process works on the group ${first.record.id}`),
  })
})
