import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { RunRecord } from '../../../src-preload/contract/run'
import { takeLock } from '../files/lock-file'
import { writeMadeCheckpoint } from './made-checkpoint.test-helper'
import { madeRecord } from './made-record.test-helper'
import { runEntries } from './run-entries'
import { runPaths } from './run-folder'
import { writeRunRecord } from './run-record'

const ID = '20260101-000000-tiny-made'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'glyphlab-entries-'))
})
afterEach(() => rm(folder, { recursive: true }))

async function makeRun(id: string, changes: Partial<RunRecord> = {}, hasCheckpoint = true) {
  const path = join(folder, id)
  await mkdir(path)
  await writeRunRecord(runPaths(path).record, madeRecord(ID, changes))
  const best = { epoch: 2, loss: 0.5, accuracy: 0.75 }
  const stopping = { best, epochsSince: 1 }
  if (hasCheckpoint)
    await writeMadeCheckpoint(runPaths(path).last, { epoch: 3, seconds: 12.5, stopping })
  return path
}

test('a finished run is listed with its figures, and cannot go on', async () => {
  const { description, startedAt, result } = madeRecord(ID)
  await makeRun(ID)
  expect(await runEntries(folder)).toEqual({
    runs: [
      {
        ...{ run: ID, title: 'seed-cnn', status: 'finished', startedAt, description },
        ...{ epochsDone: 15, best: { epoch: 12, loss: 0.3, accuracy: 0.9 } },
        ...{ test: result?.test, seconds: 12.5, error: null, isResumable: false },
      },
    ],
    unreadable: 0,
  })
})

test('a killed run is interrupted, and can go on from its checkpoint', async () => {
  const path = await makeRun(ID, { status: 'running', result: null, endedAt: null })
  const [entry] = (await runEntries(folder)).runs
  expect(entry).toMatchObject({
    ...{ status: 'interrupted', isResumable: true, epochsDone: 3, test: null },
    best: { epoch: 2, loss: 0.5, accuracy: 0.75 },
  })
  const lock = await takeLock(runPaths(path).lock)
  expect((await runEntries(folder)).runs).toMatchObject([{ status: 'running', isResumable: false }])
  await lock?.release()
})

test('one without a checkpoint has nothing to go on from', async () => {
  const error = { code: 'out-of-memory', message: 'too large', hint: 'Make it smaller.' } as const
  await makeRun(ID, { status: 'failed', error, result: null }, false)
  expect((await runEntries(folder)).runs).toMatchObject([
    { status: 'failed', error, isResumable: false, seconds: null, best: null, epochsDone: 0 },
  ])
})

test('a run goes by the name of its folder, which is what can be asked for', async () => {
  await makeRun('copied')
  await makeRun('named with blanks')
  const damaged = await makeRun('damaged')
  await writeFile(runPaths(damaged).record, '{')
  const { runs, unreadable } = await runEntries(folder)
  expect(runs.map(({ run }) => run)).toEqual(['copied'])
  expect(unreadable).toBe(2)
})

test('a folder that is not there holds none', async () => {
  expect(await runEntries(join(folder, 'absent'))).toEqual({ runs: [], unreadable: 0 })
})
