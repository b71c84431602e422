import { readFile, rm } from 'node:fs/promises'
import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { TrainingEvent } from '../../../src-preload/contract/training-events'
import { branchRun } from './branch-run'
import { readRun } from './list-runs'
import { interruptAt, useRuns } from './made-runs.test-helper'
import { resumeRun } from './resume-run'
import { runPaths } from './run-folder'
import { startRun } from './start-run'

const { configuration, resources } = useRuns()

async function interruptedAfter(epochs: number): Promise<string> {
  const cut = interruptAt((event) => event.type === 'epoch' && event.epoch === epochs)
  const { folder } = await startRun({ ...resources(), ...cut, configuration: configuration() })
  return folder
}

test.each<[string, (event: TrainingEvent) => boolean]>([
  ['within an epoch', (event) => event.type === 'step' && event.step === 5],
  ['while the test part is measured', (e) => e.type === 'evaluating' && e.part === 'test'],
])('a run that another process has taken over %s is left to it', async (_, wanted) => {
  let folder = ''
  let left: Record<string, string> | undefined
  const content = () => {
    const { record, metrics, lock } = runPaths(folder)
    return Object.fromEntries(
      [record, metrics, lock].map((path) => [path, readFileSync(path, 'utf8')]),
    )
  }
  const onEvent = (event: TrainingEvent): void => {
    if (event.type === 'started') folder = event.folder ?? ''
    if (left !== undefined || !wanted(event)) return
    const other = { pid: process.ppid, host: 'other', token: 'other' }
    writeFileSync(runPaths(folder).lock, JSON.stringify(other))
    left = content()
  }
  const run = startRun({ ...resources(), configuration: configuration({ epochs: 1 }), onEvent })
  await expect(run).rejects.toMatchObject({
    code: 'run-locked',
    message: expect.stringContaining('has taken over'),
  })
  expect(content()).toEqual(left)
})

test('a run whose folder is moved away says so, and goes on once it is back', async () => {
  let folder = ''
  const onEvent = (event: TrainingEvent): void => {
    if (event.type === 'started') folder = event.folder ?? ''
    if (event.type === 'epoch' && event.epoch === 1) renameSync(folder, `${folder}-away`)
  }
  const run = startRun({ ...resources(), configuration: configuration({ epochs: 2 }), onEvent })
  await expect(run).rejects.toMatchObject({
    code: 'run-missing',
    message: expect.stringContaining('is no longer there'),
  })
  renameSync(`${folder}-away`, folder)
  // Its process would have ended by now: that of this test has not.
  await rm(runPaths(folder).lock)
  await resumeRun({ ...resources(), folder })
  expect(await readRun(folder)).toMatchObject({ status: 'finished', epochsDone: 2 })
})

test('a run whose checkpoints are gone is not begun anew', async () => {
  const folder = await interruptedAfter(2)
  const { last, best, checkpoints, metrics } = runPaths(folder)
  const before = await readFile(metrics, 'utf8')
  await rm(last)
  await rm(best)
  await expect(resumeRun({ ...resources(), folder })).rejects.toMatchObject({
    code: 'run-damaged',
    message: `${last} is missing, and 2 epochs were done`,
  })
  await rm(checkpoints, { recursive: true })
  await expect(resumeRun({ ...resources(), folder })).rejects.toMatchObject({ code: 'run-damaged' })
  expect(await readFile(metrics, 'utf8')).toBe(before)
})

test('a run that lost its metrics goes on with no other settings either', async () => {
  const folder = await interruptedAfter(1)
  const { record } = await readRun(folder)
  const { metrics } = runPaths(folder)
  const branch = () =>
    branchRun({ ...resources(), folder, record, configuration: configuration({ epochs: 4 }) })
  writeFileSync(metrics, 'short\n')
  await expect(branch()).rejects.toMatchObject({
    code: 'run-damaged',
    message: expect.stringContaining('6 bytes'),
  })
  await rm(metrics)
  await expect(branch()).rejects.toMatchObject({
    code: 'run-damaged',
    message: `${metrics} cannot be read (ENOENT)`,
  })
})

test('a run says where its data set was read last', async () => {
  const folder = await interruptedAfter(1)
  const data = { ...resources().data, source: '/moved/here' }
  await resumeRun({ ...resources(), folder, data })
  expect((await readRun(folder)).record.datasetSource).toBe('/moved/here')
})
