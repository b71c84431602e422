import { randomUUID } from 'node:crypto'
import { readFile, rm, statfs, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { jobIdSchema, type JobState, type NewRun } from '../src-preload/contract/job'
import type { RunId } from '../src-preload/contract/run'
import { trainingConfigurationSchema } from '../src-preload/contract/training'
import { bitsOfRun } from '../src-main/core/runs/made-runs.test-helper'
import { readRun } from '../src-main/core/runs/list-runs'
import { runPaths } from '../src-main/core/runs/run-folder'
import { TrainingJobs } from '../src-main/processes/jobs/job-queue'
import { startChildProcess, type StartProcess } from '../src-main/processes/start-process'
import { ToldOfJobs } from '../src-main/processes/jobs/told-of-jobs.test-helper'
import { serve } from './browser/served'
import { addSmallDataset, makeTestHome, type TestHome } from './data-home'
import { ProcessFamily } from './process-family'
import { runGlyphlab } from './run-glyphlab'
import { mayMountDisks, mountSmallDisk } from './small-disk'
import { WindowClient } from './window-client'

const TRAINER = fileURLToPath(new URL('../out/app/main/trainer.js', import.meta.url))

let home: TestHome
beforeAll(async () => {
  home = await makeTestHome()
  await addSmallDataset(home, 'made')
  // Builds where sources are newer.
  await runGlyphlab(['--version'])
}, 60_000)
afterAll(() => home[Symbol.asyncDispose]())

/** The jobs of a session, all that they tell, and the processes that they start. */
async function openJobs(folder = home.folder) {
  const told = new ToldOfJobs()
  const processIds: (number | undefined)[] = []
  const startProcess: StartProcess = (options) => {
    const host = startChildProcess({ ...options, file: TRAINER })
    processIds.push(host.processId)
    return host
  }
  const jobs = await TrainingJobs.open({ startProcess, home: folder, listener: told })
  return {
    ...{ jobs, told, processIds },
    [Symbol.asyncDispose]: () => jobs.close({ graceMs: 20_000 }),
  }
}

function newRun(epochs: number, batchSize = 8): NewRun {
  const configuration = trainingConfigurationSchema.parse({
    ...{ architecture: { name: 'tiny' }, batchSize, epochs, earlyStoppingPatience: null },
  })
  return { dataset: 'made', split: null, corrections: 'current', configuration }
}

const ENDLESS = 100_000
const NO_JOB = jobIdSchema.parse(randomUUID())

function folderOf({ run }: Pick<JobState, 'run'>, folder = home.folder): string {
  return join(folder, 'runs', run ?? 'none')
}

describe('a job that is paused', () => {
  test('before and in the midst of its run, and resumed, has the bits of one that was not', async () => {
    await using session = await openJobs()
    const { jobs, told } = session
    // A second or more, so that there is time to pause.
    const slowly = newRun(3, 4)
    const id = jobs.start(slowly)
    jobs.pause(id)
    expect(await told.phase(id, 'paused')).toMatchObject({ run: null })
    jobs.resume(id)
    await told.progressOf(id)
    jobs.pause(id)
    const paused = await told.phase(id, 'paused')
    expect((await readRun(folderOf(paused))).status).toBe('interrupted')
    jobs.resume(id)
    const finished = await told.phase(id, 'finished')
    expect(finished.run).toBe(paused.run)

    const never = await told.phase(jobs.start(slowly), 'finished')
    expect(await bitsOfRun(folderOf(finished))).toEqual(await bitsOfRun(folderOf(never)))
    expect(finished.result).toEqual(never.result)
    // Every step that was logged reached the windows.
    const { metrics } = runPaths(folderOf(finished))
    const logged = (await readFile(metrics, 'utf8')).match(/"kind":"step"/g)
    expect(told.points(id)).toHaveLength(logged?.length ?? 0)
    expect(told.attempts(id)).toEqual([1, 2, 3])
    expect(told.epochs(id)).toEqual([1, 2, 3])
    expect(told.refusals).toEqual([])
  })

  test('keeps its place until it is stopped', async () => {
    await using session = await openJobs()
    const { jobs, told } = session
    const first = jobs.start(newRun(ENDLESS))
    const second = jobs.start(newRun(1))
    await told.phase(first, 'running')
    jobs.pause(first)
    await told.phase(first, 'paused')
    expect(told.stateOf(second).phase).toBe('queued')
    jobs.stop(first, 'step')
    expect(told.stateOf(first).phase).toBe('stopped')
    await told.phase(second, 'finished')
  })
})

test('jobs wait for their device, change places, and follow each other', async () => {
  await using session = await openJobs()
  const { jobs, told } = session
  const first = jobs.start(newRun(ENDLESS))
  const [second, third] = [jobs.start(newRun(1)), jobs.start(newRun(1))]
  jobs.move(third, 0)
  expect(jobs.queue().jobs.map(({ id }) => id)).toEqual([first, third, second])
  await told.phase(first, 'running')
  jobs.stop(first, 'epoch')
  const stopped = await told.phase(first, 'stopped')
  const { status, epochsDone } = await readRun(folderOf(stopped))
  expect(status).toBe('interrupted')
  expect(epochsDone).toBeGreaterThanOrEqual(1)
  expect(told.stateOf(second).phase).toBe('queued')
  jobs.remove(second)
  await told.phase(third, 'finished')
  expect(jobs.queue().jobs.map(({ id }) => id)).toEqual([first, third])
})

test('a trainer that is killed is told as such, and its run goes on', async () => {
  await using session = await openJobs()
  const { jobs, told, processIds } = session
  const id = jobs.start(newRun(5))
  await told.epochOf(id, 1)
  process.kill(processIds.at(-1) ?? Number.NaN, 'SIGKILL')
  const failed = await told.phase(id, 'failed')
  expect(failed.error).toMatchObject({
    code: 'process-killed',
    message: expect.stringContaining('killed, possibly out of memory'),
  })
  const resumed = await jobs.resumeRun(failed.run ?? ('none' as RunId))
  // In the place of the job that has failed, with what was logged of it.
  expect(jobs.queue().jobs.map((job) => job.id)).toEqual([resumed])
  expect(jobs.view(resumed).log).toContainEqual(
    expect.objectContaining({ entry: { kind: 'error', error: failed.error } }),
  )
  expect((await told.phase(resumed, 'finished')).run).toBe(failed.run)
})

test('a session that is closed leaves its run in order, and the next one goes on with it', async () => {
  let stopped: Extract<JobState, { phase: 'stopped' }>
  {
    await using session = await openJobs()
    const { jobs, told } = session
    const id = jobs.start(newRun(5))
    await told.epochOf(id, 1)
    await jobs.close({ graceMs: 20_000 })
    stopped = await told.phase(id, 'stopped')
    expect(() => jobs.start(newRun(1))).toThrow('Glyphlab is closing')
  }
  expect(await readRun(folderOf(stopped))).toMatchObject({ record: { status: 'interrupted' } })
  await using session = await openJobs()
  const { jobs, told } = session
  const [job] = jobs.queue().jobs
  expect(job?.state).toMatchObject({ phase: 'paused', run: stopped.run })
  await expect(jobs.resumeRun(stopped.run ?? ('none' as RunId))).rejects.toMatchObject({
    code: 'job-refused',
  })
  jobs.resume(job?.id ?? NO_JOB)
  await told.phase(job?.id ?? NO_JOB, 'finished')
})

test('a program that is killed leaves its queue: what trained is paused, and goes on when asked', async () => {
  const served = await serve(home)
  {
    using window = await WindowClient.open(served.url)
    const trains = window.next('training.epoch')
    await window.request('training.start', newRun(ENDLESS))
    await window.request('training.start', newRun(1))
    await trains
    const family = new ProcessFamily(served.child.pid ?? Number.NaN)
    served.child.kill('SIGKILL')
    expect(await family.leftAfter(20_000)).toEqual([])
  }
  await using session = await openJobs()
  const { jobs, told } = session
  const [first, second] = jobs.queue().jobs
  expect([first?.state.phase, second?.state.phase]).toEqual(['paused', 'queued'])
  const { epochsDone } = await readRun(folderOf(first?.state ?? { run: null }))
  expect(epochsDone).toBeGreaterThanOrEqual(1)
  jobs.resume(first?.id ?? NO_JOB)
  await told.epochOf(first?.id ?? NO_JOB, epochsDone + 1)
  jobs.stop(first?.id ?? NO_JOB, 'step')
  await told.phase(second?.id ?? NO_JOB, 'finished')
  expect(told.queueFaults).toEqual([])
})

test.each<[string, Partial<NewRun>, string]>([
  ['a data set that is not there', { dataset: 'absent' }, 'dataset-missing'],
  ['a batch larger than the data', { configuration: withBatch(60_000) }, 'batch-too-large'],
])('a job with %s fails before there is a run', async (_, change, code) => {
  await using session = await openJobs()
  const { jobs, told } = session
  const failed = await told.phase(jobs.start({ ...newRun(1), ...change }), 'failed')
  expect(failed).toMatchObject({ run: null, error: { code } })
})

function withBatch(batchSize: number) {
  return trainingConfigurationSchema.parse({ architecture: { name: 'tiny' }, batchSize })
}

describe.skipIf(!mayMountDisks())('on a disk that is full', () => {
  test('a job that is paused fails instead, and its run goes on once there is room', async () => {
    using disk = mountSmallDisk('3m')
    const folder = disk.folder
    await symlink(join(home.folder, 'cache'), join(folder, 'cache'))
    await symlink(join(home.folder, 'datasets'), join(folder, 'datasets'))
    await using session = await openJobs(folder)
    const { jobs, told } = session
    const id = jobs.start(newRun(5))
    await told.epochOf(id, 1)
    const { bavail, bsize } = await statfs(folder)
    const filler = join(folder, 'filler')
    await writeFile(filler, Buffer.alloc(bavail * bsize))
    if (told.stateOf(id).phase === 'running') jobs.pause(id)
    const failed = await told.phase(id, 'failed')
    expect(failed.error).toMatchObject({ code: 'disk-full' })
    await rm(filler)
    const resumed = await jobs.resumeRun(failed.run ?? ('none' as RunId))
    await told.phase(resumed, 'finished')
  })
})
