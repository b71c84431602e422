import { appendFile, cp, mkdir, rename, rm, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { takeLock } from '../files/lock-file'
import { KeptRuns } from './kept-runs'
import * as listRuns from './list-runs'
import { writeMadeCheckpoint } from './made-checkpoint.test-helper'
import { madeRecord } from './made-record.test-helper'
import { useRunFolders } from './made-run-folder.test-helper'
import { runPaths } from './run-folder'
import { writeRunRecord } from './run-record'

const ID = '20260101-000000-tiny-made'
const { runsFolder, makeRun } = useRunFolders()

const BEST = { epoch: 2, loss: 0.5, accuracy: 0.75 }
const checkpoint = (folder: string) =>
  writeMadeCheckpoint(runPaths(folder).last, {
    ...{ epoch: 3, seconds: 12.5, stopping: { best: BEST, epochsSince: 1 } },
  })

async function listed(runs = new KeptRuns(), known: string | null = null) {
  const list = await runs.list(runsFolder(), known)
  if (list.kind !== 'list') throw new Error('a list was expected')
  return list
}

describe('a list of runs', () => {
  test('has what a window shows of a finished run, which cannot go on', async () => {
    const { description, startedAt, result } = madeRecord(ID)
    const folder = await makeRun(ID)
    await checkpoint(folder)
    const { runs, groups, unreadable } = await listed()
    expect(runs).toEqual([
      {
        ...{ run: ID, title: 'seed-cnn', status: 'finished', startedAt, description },
        ...{ epochsDone: 15, best: { epoch: 12, loss: 0.3, accuracy: 0.9 } },
        ...{ test: result?.test, seconds: 12.5, error: null, isResumable: false },
        ...{ name: '', text: '', tags: [], starred: false },
        ...{ source: 'made', parent: null, group: null },
        cohort: JSON.stringify(['f'.repeat(64), 0.1, 0, null, false]),
      },
    ])
    expect({ groups, unreadable }).toEqual({ groups: [], unreadable: [] })
  })

  test('tells a killed run from one at work, by the list before it', async () => {
    const folder = await makeRun(ID, { status: 'running', result: null, endedAt: null })
    await checkpoint(folder)
    const runs = new KeptRuns()
    const killed = await listed(runs)
    expect(killed.runs).toMatchObject([
      { status: 'interrupted', isResumable: true, epochsDone: 3, test: null, best: BEST },
    ])
    const lock = await takeLock(runPaths(folder).lock)
    const atWork = await listed(runs, killed.stamp)
    expect(atWork.runs).toMatchObject([{ status: 'running', isResumable: false }])
    await lock?.release()
    expect((await listed(runs, atWork.stamp)).runs).toEqual(killed.runs)
  })

  test('has a run that failed before its first epoch, with nothing to go on from', async () => {
    const error = { code: 'out-of-memory', message: 'too large', hint: 'Make it smaller.' } as const
    await makeRun(ID, { status: 'failed', error, result: null })
    expect((await listed()).runs).toMatchObject([
      { status: 'failed', error, isResumable: false, seconds: null, best: null, epochsDone: 0 },
    ])
  })

  test('has the notes, or none where they cannot be read', async () => {
    const notes = { name: 'Wide', text: 'of many', starred: true }
    const tags = Array.from({ length: 2_000 }, (_, at) => `tag ${at}`)
    const folder = await makeRun(ID)
    await writeFile(runPaths(folder).notes, JSON.stringify({ schema: 1, ...notes, tags }))
    const damaged = await makeRun('damaged')
    await writeFile(runPaths(damaged).notes, '{"schema":')
    const { runs } = await listed()
    expect(runs.find(({ run }) => run === ID)).toMatchObject({ ...notes, tags })
    expect(runs.find(({ run }) => run === 'damaged')).toMatchObject({ name: '', tags: [] })
  })

  test.each([
    ['plain', 'copied'],
    ['in Greek', 'δοκιμή'],
    ['in Japanese', '試験_1'],
    ['in Hindi, with marks', 'परीक्षा'],
    ['with blanks and brackets', '20260101 (copy)'],
  ])('calls a run by the name of its folder, %s', async (_, name) => {
    await makeRun(name, {}, ID)
    expect((await listed()).runs.map(({ run }) => run)).toEqual([name])
  })

  test('tells what cannot be read, and why', async () => {
    const tooLong = 'w'.repeat(129)
    await makeRun(tooLong, {}, ID)
    const damaged = await makeRun('damaged')
    await writeFile(runPaths(damaged).record, '{')
    const newer = await makeRun('newer')
    await writeFile(runPaths(newer).record, '{"schema": 7}')
    const { runs, unreadable } = await listed()
    expect(runs).toEqual([])
    expect(unreadable.map(({ name, error }) => [name, error.code]).sort()).toEqual([
      ['damaged', 'run-damaged'],
      ['newer', 'run-newer'],
      [tooLong, 'run-damaged'],
    ])
  })

  test('is empty where there is no folder of runs', async () => {
    expect(await listed()).toMatchObject({ runs: [], groups: [], unreadable: [] })
  })
})

describe('whoever knows a list', () => {
  test('is told that it stands, and by another process, too', async () => {
    await checkpoint(await makeRun(ID))
    const runs = new KeptRuns()
    const { stamp } = await listed(runs)
    expect(await runs.list(runsFolder(), stamp)).toEqual({ kind: 'unchanged' })
    expect(await new KeptRuns().list(runsFolder(), stamp)).toEqual({ kind: 'unchanged' })
  })

  const later = { status: 'failed', result: null } as const
  test.each<[string, (folder: string) => Promise<unknown>]>([
    ['a run is added', () => makeRun('another')],
    ['one is taken away', (folder) => rm(folder, { recursive: true })],
    ['one gets another name', (folder) => rename(folder, `${folder}-2`)],
    ['its record changes', ({}) => makeRun(ID, later)],
    ['it has a checkpoint', checkpoint],
    [
      'it gets notes',
      (folder) =>
        writeFile(
          runPaths(folder).notes,
          JSON.stringify({ schema: 1, text: '', tags: [], starred: true }),
        ),
    ],
    [
      'a file is copied over it that is as long and as old',
      async (folder) => {
        const { record } = runPaths(folder)
        const { startedAt } = madeRecord(ID)
        const old = new Date(startedAt)
        await utimes(record, old, old)
      },
    ],
  ])('is told when %s', async (_, change) => {
    const folder = await makeRun(ID)
    const runs = new KeptRuns()
    const { stamp } = await listed(runs)
    await change(folder)
    expect((await listed(runs, stamp)).stamp).not.toBe(stamp)
  })

  test('is not told of folders that are no runs', async () => {
    await makeRun(ID)
    const runs = new KeptRuns()
    const { stamp } = await listed(runs)
    await mkdir(join(runsFolder(), 'plots'))
    await writeFile(join(runsFolder(), 'plots', 'notes.json'), '{}')
    expect(await runs.list(runsFolder(), stamp)).toEqual({ kind: 'unchanged' })
  })
})

test('reads nothing again but the run that has changed', async () => {
  const folder = await makeRun(ID)
  await makeRun('another')
  const read = vi.spyOn(listRuns, 'readListed')
  onTestFinished(() => read.mockRestore())
  const runs = new KeptRuns()
  const { stamp } = await listed(runs)
  expect(read).toHaveBeenCalledTimes(2)
  await writeRunRecord(runPaths(folder).record, madeRecord(ID, { datasetSource: 'elsewhere' }))
  const { runs: entries } = await listed(runs, stamp)
  expect(read.mock.calls.slice(2)).toEqual([[folder]])
  expect(entries.find(({ run }) => run === ID)?.source).toBe('elsewhere')
})

test('a run that is being copied in is told once it is whole', async () => {
  const whole = await makeRun('whole')
  await checkpoint(whole)
  const runs = new KeptRuns()
  const { stamp } = await listed(runs)
  const copy = runPaths(join(runsFolder(), 'copy'))
  await mkdir(copy.checkpoints, { recursive: true })
  expect(await runs.list(runsFolder(), stamp)).toEqual({ kind: 'unchanged' })
  await cp(runPaths(whole).last, copy.last)
  const without = await listed(runs, stamp)
  expect(without.unreadable).toMatchObject([{ name: 'copy', error: { code: 'run-damaged' } }])
  const text = JSON.stringify(madeRecord(ID))
  await writeFile(copy.record, text.slice(0, 500))
  const half = await listed(runs, without.stamp)
  expect(half.unreadable).toMatchObject([{ name: 'copy', error: { code: 'run-damaged' } }])
  await appendFile(copy.record, text.slice(500))
  const all = await listed(runs, half.stamp)
  expect(all.unreadable).toEqual([])
  expect(all.runs.map(({ run }) => run).sort()).toEqual(['copy', 'whole'])
})
