import { spawnSync } from 'node:child_process'
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { NewRun } from '../../../src-preload/contract/job'
import { DESCRIPTION, FAULT, RUN } from '../../../src-preload/contract/made-job.test-helper'
import type { RunStatus } from '../../../src-preload/contract/run'
import { jsonText } from '../../core/files/json-text'
import { madeRecord } from '../../core/runs/made-record.test-helper'
import { runPaths } from '../../core/runs/run-folder'
import { MadeProcesses } from '../made-process.test-helper'
import { TrainingJobs } from './job-queue'
import { IN_ORDER, milestone, MILESTONES, NEW_RUN, progress } from './made-session.test-helper'
import { queuePath } from './queue-file'
import { ToldOfJobs } from './told-of-jobs.test-helper'

let home: string
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'glyphlab-queue-'))
})
afterEach(() => rm(home, { recursive: true }))

async function open(at = home) {
  const [processes, told] = [new MadeProcesses(), new ToldOfJobs()]
  const jobs = await TrainingJobs.open({ startProcess: processes.start, home: at, listener: told })
  return { jobs, told, processes, close: () => jobs.close({ graceMs: 0 }) }
}

/** As the session before was killed: nothing is closed, and its lock is of a process that is gone. */
async function killSession(): Promise<void> {
  const { pid } = spawnSync(process.execPath, ['--version'])
  await writeFile(join(home, 'queue.lock'), JSON.stringify({ pid, host: hostname() }))
}

const runNamed = (dataset: string): NewRun => ({ ...NEW_RUN, dataset })
const datasetsOf = ({ jobs }: { readonly jobs: TrainingJobs }) =>
  jobs.queue().jobs.map(({ task, state }) => [task.newRun.dataset, state.phase])
const written = async () =>
  JSON.parse(await readFile(queuePath(home), 'utf8')) as { jobs: object[] }
/** Writes follow their cause. */
const writtenJobs = (jobs: readonly object[]) =>
  expect.poll(async () => (await written()).jobs).toMatchObject(jobs)

async function leaveRun(status: RunStatus): Promise<void> {
  const { folder, record } = runPaths(join(home, 'runs', RUN))
  await mkdir(folder, { recursive: true })
  const changes = { status, description: DESCRIPTION, endedAt: null, result: null }
  await writeFile(record, jsonText(madeRecord(RUN, changes)))
}

async function leaveQueue(...datasets: string[]): Promise<void> {
  const session = await open()
  for (const dataset of datasets) session.jobs.start(runNamed(dataset))
  await session.close()
}

test('a job comes back to its device, and the first of each is paused', async () => {
  const session = await open()
  session.jobs.start(runNamed('on cpu'))
  session.jobs.start({ ...runNamed('on a card'), device: 'gpu:1' })
  session.jobs.start(runNamed('left to the machine'), 'gpu:1')
  await session.close()
  const { jobs, processes } = await open()
  const shown = jobs
    .queue()
    .jobs.map(({ device, task, state }) => [
      ...[task.newRun.dataset, task.newRun.device, device, state.phase],
    ])
  expect(shown).toEqual([
    ['on cpu', undefined, 'cpu', 'paused'],
    ['on a card', 'gpu:1', 'gpu:1', 'paused'],
    ['left to the machine', undefined, 'gpu:1', 'queued'],
  ])
  expect(processes.all).toEqual([])
  await jobs.close({ graceMs: 0 })
})

describe('what a killed session has left', () => {
  test('comes back in its order, the first one paused, and nothing trains unasked', async () => {
    const before = await open()
    const [, second] = ['a', 'b', 'c'].map((name) => before.jobs.start(runNamed(name)))
    if (second !== undefined) before.jobs.move(second, 1)
    await writtenJobs([{ run: null }, { run: null }, { run: null }])
    await killSession()

    const session = await open()
    expect(datasetsOf(session)).toEqual([
      ['a', 'paused'],
      ['c', 'queued'],
      ['b', 'queued'],
    ])
    expect(session.processes.all).toEqual([])
    const [old] = before.jobs.queue().jobs
    const [first] = session.jobs.queue().jobs
    expect(first).toMatchObject({ createdAt: old?.createdAt, attempt: 0, device: 'cpu' })
    if (first !== undefined) session.jobs.resume(first.id)
    expect(session.processes.last.requests).toEqual([
      { type: 'train', ...runNamed('a'), device: null, runsFolder: join(home, 'runs') },
    ])
    await session.close()
  })

  test('goes on with its run where it had begun', async () => {
    await leaveRun('running')
    const before = await open()
    before.jobs.start(NEW_RUN)
    before.processes.last.say(milestone(MILESTONES.started))
    await writtenJobs([{ run: RUN }])
    await killSession()

    const session = await open()
    const [job] = session.jobs.queue().jobs
    expect(job).toMatchObject({
      state: { phase: 'paused', run: RUN, description: DESCRIPTION },
      task: { kind: 'resume', run: RUN },
    })
    if (job !== undefined) session.jobs.resume(job.id)
    expect(session.processes.last.requests).toEqual([
      { type: 'resume', runFolder: join(home, 'runs', RUN), device: null },
    ])
    await session.close()
  })

  test.each([
    ['has finished', () => leaveRun('finished'), `${RUN} has finished`],
    ['has stopped early', () => leaveRun('stopped-early'), `${RUN} has stopped early`],
    ['is gone', () => Promise.resolve(), 'is no run'],
    [
      'cannot be read',
      async () => {
        await leaveRun('running')
        await writeFile(runPaths(join(home, 'runs', RUN)).record, '{')
      },
      'is no JSON',
    ],
  ])('is dropped where its run %s meanwhile, and told', async (_, meanwhile, why) => {
    const before = await open()
    before.jobs.start(NEW_RUN)
    before.jobs.start(runNamed('next'))
    before.processes.last.say(milestone(MILESTONES.started))
    await before.close()
    await meanwhile()

    const session = await open()
    expect(datasetsOf(session)).toEqual([['next', 'paused']])
    expect(session.told.queueFaults).toEqual([
      expect.stringMatching(new RegExp(`^a job of the queue is dropped: .*${why}`)),
    ])
    await writtenJobs([{ task: { newRun: { dataset: 'next' } } }])
    await session.close()
  })
})

describe('a session that is closed', () => {
  test('leaves what it cut short and what waited', async () => {
    await leaveRun('interrupted')
    const before = await open()
    before.jobs.start(NEW_RUN)
    before.jobs.start(runNamed('waiting'))
    before.processes.last.say(milestone(MILESTONES.started))
    await before.close()
    expect(datasetsOf(before)).toEqual([
      ['strokes', 'stopped'],
      ['waiting', 'queued'],
    ])
    expect((await readdir(home)).sort()).toEqual(['queue.json', 'runs'])

    const session = await open()
    expect(session.jobs.queue().jobs.map(({ state }) => [state.phase, state.run])).toEqual([
      ['paused', RUN],
      ['queued', null],
    ])
    await session.close()
  })

  test.each<[string, (session: Awaited<ReturnType<typeof open>>) => unknown]>([
    ['was stopped', ({ jobs }) => jobs.stop(idOfFirst(jobs), 'step')],
    ['is to stop after its epoch', ({ jobs }) => jobs.stop(idOfFirst(jobs), 'epoch')],
    ['has failed', ({ processes }) => processes.last.say({ type: 'failed', error: FAULT })],
    [
      'has finished',
      ({ processes }) => {
        processes.last.say(milestone(MILESTONES.ended))
        processes.last.say(milestone(MILESTONES.done))
      },
    ],
    [
      'was paused and removed',
      async ({ jobs, processes }) => {
        jobs.pause(idOfFirst(jobs))
        await processes.last.end(IN_ORDER)
        jobs.remove(idOfFirst(jobs))
      },
    ],
  ])('leaves nothing of a job that %s', async (_, end) => {
    await leaveRun('interrupted')
    const session = await open()
    session.jobs.start(NEW_RUN)
    session.processes.last.say(milestone(MILESTONES.started))
    await end(session)
    await session.close()
    expect(await written()).toEqual({ schema: 1, jobs: [] })
  })

  test('leaves nothing of a run that finishes as it closes', async () => {
    await leaveRun('running')
    const session = await open()
    session.jobs.start(NEW_RUN)
    session.processes.last.say(milestone(MILESTONES.started))
    const closed = session.close()
    session.processes.last.say(milestone(MILESTONES.ended))
    session.processes.last.say(milestone(MILESTONES.done))
    await closed
    expect((await written()).jobs).toEqual([])
  })
})

function idOfFirst(jobs: TrainingJobs) {
  const [first] = jobs.queue().jobs
  if (first === undefined) throw new Error('no job')
  return first.id
}

test('a second program on the same data home restores and writes nothing, and works', async () => {
  await leaveQueue('kept')
  const first = await open()
  const before = await readFile(queuePath(home), 'utf8')
  const second = await open()
  expect(second.told.queueFaults).toEqual([
    `the queue is not kept: another Glyphlab keeps its own (process ${process.pid} on ${hostname()})`,
  ])
  expect(datasetsOf(second)).toEqual([])
  second.jobs.start(runNamed('other'))
  expect(datasetsOf(second)).toEqual([['other', 'starting']])
  await second.close()
  expect(await readFile(queuePath(home), 'utf8')).toBe(before)
  // Nor does it let go of what the first one holds.
  expect(await readdir(home)).toContain('queue.lock')
  await first.close()
  expect(await readdir(home)).toEqual(['queue.json'])
})

test.each([
  ['is no JSON', '{"schema": 1, "jobs": ['],
  ['names a job that cannot be', '{"schema": 1, "jobs": [{"run": "../elsewhere"}]}'],
  ['is of a later version', '{"schema": 2, "jobs": []}'],
])('a file that %s is set aside and told', async (_, text) => {
  await writeFile(queuePath(home), text)
  const session = await open()
  expect(datasetsOf(session)).toEqual([])
  expect(session.told.queueFaults).toEqual([expect.stringContaining('is set aside as')])
  expect(await readFile(`${queuePath(home)}.broken`, 'utf8')).toBe(text)
  session.jobs.start(NEW_RUN)
  await session.close()
  expect((await written()).jobs).toHaveLength(1)
})

test('a file that cannot be written is told, and touches no job', async () => {
  const session = await open()
  // In the place of a file, which no rename replaces.
  await mkdir(join(queuePath(home), 'full'), { recursive: true })
  session.jobs.start(NEW_RUN)
  session.processes.last.say(milestone(MILESTONES.started))
  await expect.poll(() => session.told.queueFaults.length).toBeGreaterThan(0)
  expect(session.told.queueFaults[0]).toMatch(
    /^the queue is not kept as it is: .*cannot be written/,
  )
  expect(datasetsOf(session)).toEqual([['strokes', 'running']])
  await rm(queuePath(home), { recursive: true })
  await session.close()
  // There was room again at the end.
  expect((await written()).jobs).toMatchObject([{ run: RUN }])
})

test('a data home that there cannot be is told, and touches no job', async () => {
  await writeFile(join(home, 'file'), '')
  const session = await open(join(home, 'file', 'home'))
  session.jobs.start(NEW_RUN)
  expect(session.told.queueFaults).toEqual([expect.stringMatching(/^the queue is not kept: /)])
  expect(datasetsOf(session)).toEqual([['strokes', 'starting']])
  await session.close()
})

test('nothing is written of progress, nor where nothing is kept', async () => {
  const session = await open()
  expect(await readdir(home)).toEqual(['queue.lock'])
  session.jobs.start(NEW_RUN)
  session.processes.last.say(milestone(MILESTONES.started))
  await writtenJobs([{ run: RUN }])
  await writeFile(queuePath(home), 'untouched')
  for (let step = 1; step <= 20; step += 1) session.processes.last.say(progress(step))
  session.processes.last.say(milestone(MILESTONES.epoch))
  session.jobs.pause(idOfFirst(session.jobs))
  await session.close()
  expect(await readFile(queuePath(home), 'utf8')).toBe('untouched')
})

test('of many changes at once the last one is there in the end', async () => {
  const session = await open()
  for (let job = 1; job <= 50; job += 1) session.jobs.start(runNamed(`${job}`))
  await session.close()
  const kept = await open()
  expect(datasetsOf(kept).map(([dataset]) => dataset)).toEqual(
    Array.from({ length: 50 }, (_, job) => `${job + 1}`),
  )
  await kept.close()
})
