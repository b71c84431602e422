import { describe, expect, test } from 'vitest'
import type { JobId } from '../../../src-preload/contract/job'
import { DESCRIPTION, FAULT, RESULT, RUN } from '../../../src-preload/contract/made-job.test-helper'
import { MadeProcesses } from '../made-process.test-helper'
import type { ProcessOutcome } from '../process-outcome'
import type { StartProcess } from '../start-process'
import { TrainingJobs } from './job-queue'
import {
  HOME,
  IN_ORDER,
  milestone,
  MILESTONES,
  NEW_RUN,
  open,
  progress,
  running,
} from './made-session.test-helper'
import { ToldOfJobs } from './told-of-jobs.test-helper'

const phaseOf = ({ told }: { told: ToldOfJobs }, id: JobId) => told.stateOf(id).phase

describe('a job that is started', () => {
  test('is given to a process with all it needs', () => {
    const { jobs, processes, told } = open()
    const id = jobs.start(NEW_RUN)
    expect(processes.last.name).toBe('training')
    expect(processes.last.requests).toEqual([
      { type: 'train', ...NEW_RUN, device: null, runsFolder: `${HOME}/runs` },
    ])
    expect(told.stateOf(id)).toEqual({ phase: 'starting', run: null, description: null })
  })

  test('runs once its run has begun', () => {
    const session = running()
    expect(session.told.stateOf(session.id)).toEqual({
      ...{ phase: 'running', run: RUN, description: DESCRIPTION },
      ...{ epochsBefore: 0, stepsBefore: 0 },
    })
    expect(session.told.runChanges).toBe(1)
  })

  test('tells its epochs, with the steps at their end', () => {
    const { told, trainer, id } = running()
    trainer.say(milestone(MILESTONES.epoch))
    expect(told.endedEpochs).toEqual([{ job: id, attempt: 1, step: 180, epoch: MILESTONES.epoch }])
  })

  test('tells its progress, of which a window that opens gets the latest', () => {
    const { told, trainer, id, jobs } = running()
    trainer.say(progress(1))
    trainer.say(progress(2))
    const latest = { job: id, attempt: 1, run: RUN, ...progress(2).progress }
    expect(told.reports).toHaveLength(2)
    expect(told.reports.at(-1)).toEqual(latest)
    expect(jobs.view(id).progress).toEqual(latest)
  })
})

describe('a log', () => {
  test('tells phases, start, epochs, rates, output and error, in order', async () => {
    const { jobs, trainer, id } = running()
    trainer.say(progress(1))
    trainer.say(milestone(MILESTONES.epoch))
    trainer.say(progress(1, 0.0005))
    trainer.write('careful')
    trainer.say({ type: 'failed', error: FAULT })
    await trainer.end(IN_ORDER)
    const entries = jobs.view(id).log.map(({ entry }) => entry)
    expect(entries.map((entry) => (entry.kind === 'phase' ? entry.phase : entry.kind))).toEqual([
      ...['starting', 'running', 'started', 'epoch', 'learning-rate'],
      ...['output', 'failed', 'error'],
    ])
    expect(entries).toContainEqual({ kind: 'learning-rate', from: 0.001, to: 0.0005 })
    expect(entries).toContainEqual({ kind: 'output', line: 'careful' })
    expect(entries).toContainEqual({ kind: 'error', error: FAULT })
  })

  test('keeps the latest thousand', () => {
    const { jobs, trainer, id } = running()
    for (let line = 1; line <= 1500; line += 1) trainer.write(`line ${line}`)
    const { log } = jobs.view(id)
    expect(log).toHaveLength(1000)
    expect(log[0]?.entry).toEqual({ kind: 'output', line: 'line 501' })
  })
})

describe('a process that ends without having been asked', () => {
  test.each<[ProcessOutcome, string]>([
    [{ kind: 'exited', code: 1 }, 'process-crashed'],
    [IN_ORDER, 'process-crashed'],
    [{ kind: 'crashed', signal: 'SIGSEGV' }, 'process-crashed'],
    [{ kind: 'killed', possiblyOutOfMemory: true }, 'process-killed'],
    [{ kind: 'failed-to-start', cause: new Error('no file') }, 'internal'],
    [{ kind: 'misspoke', cause: new Error('what?') }, 'internal'],
  ])('by %o fails its job and leaves the run to go on with', async (outcome, code) => {
    const session = running()
    await session.trainer.end(outcome)
    expect(session.told.stateOf(session.id)).toMatchObject({
      phase: 'failed',
      run: RUN,
      error: { code },
    })
  })

  test('and said that it lacked memory is told as out of memory', async () => {
    const { told, trainer, id } = running()
    trainer.write('terminate called after throwing an instance of std::bad_alloc')
    await trainer.end({ kind: 'crashed', signal: 'SIGABRT' })
    expect(told.stateOf(id)).toMatchObject({ error: { code: 'out-of-memory' } })
  })

  test('after an error of its own has failed by that one', async () => {
    const { told, trainer, id } = running()
    trainer.say({ type: 'failed', error: FAULT })
    await trainer.end({ kind: 'crashed', signal: 'SIGSEGV' })
    expect(told.stateOf(id)).toMatchObject({ phase: 'failed', error: FAULT })
  })

  test('after its run was done has done it all the same', async () => {
    const { told, trainer, id } = running()
    trainer.say(milestone(MILESTONES.ended))
    trainer.say(milestone(MILESTONES.done))
    await trainer.end({ kind: 'crashed', signal: 'SIGSEGV' })
    expect(told.stateOf(id)).toEqual({
      ...{ phase: 'finished', run: RUN, description: DESCRIPTION },
      ...{ reason: 'finished', result: RESULT },
    })
  })
})

test('a process that says what makes no sense is ended, and its job has failed', () => {
  const { told, trainer, id } = running()
  trainer.say(milestone(MILESTONES.done))
  expect(trainer.stops).toEqual([0])
  expect(told.stateOf(id)).toMatchObject({ phase: 'failed', error: { code: 'internal' } })
})

describe('a pause', () => {
  test('asks for an end after the step, and is one once the process is gone', async () => {
    const session = running()
    const { jobs, trainer, id } = session
    jobs.pause(id)
    expect(trainer.requests.at(-1)).toEqual({ type: 'stop' })
    trainer.say(milestone(MILESTONES.interrupted))
    expect(phaseOf(session, id)).toBe('pausing')
    await trainer.end(IN_ORDER)
    expect(phaseOf(session, id)).toBe('paused')
  })

  test('is left by a new process, which goes on with the run', async () => {
    const session = running()
    const { jobs, trainer, id, processes } = session
    jobs.pause(id)
    await trainer.end(IN_ORDER)
    jobs.resume(id)
    expect(processes.all).toHaveLength(2)
    expect(processes.last.requests).toEqual([
      { type: 'resume', runFolder: `${HOME}/runs/${RUN}`, device: null },
    ])
    expect(session.told.attempts(id)).toEqual([1, 2])
  })

  test('before there was a run begins it later', async () => {
    const session = open()
    const { jobs, processes } = session
    const id = jobs.start(NEW_RUN)
    jobs.pause(id)
    expect(processes.last.requests.at(-1)).toEqual({ type: 'stop' })
    await processes.last.end(IN_ORDER)
    expect(phaseOf(session, id)).toBe('paused')
    jobs.resume(id)
    expect(processes.last.requests).toEqual([expect.objectContaining({ type: 'train' })])
  })

  test('that comes as the run is done finds it done', async () => {
    const session = running()
    const { jobs, trainer, id } = session
    jobs.pause(id)
    trainer.say(milestone(MILESTONES.ended))
    trainer.say(milestone(MILESTONES.done))
    await trainer.end(IN_ORDER)
    expect(phaseOf(session, id)).toBe('finished')
  })

  test('that the process does not outlive has failed', async () => {
    const session = running()
    session.jobs.pause(session.id)
    await session.trainer.end({ kind: 'killed', possiblyOutOfMemory: true })
    expect(phaseOf(session, session.id)).toBe('failed')
  })
})

describe('a stop', () => {
  test('after an epoch can be sharpened to one after the step', async () => {
    const session = running()
    const { jobs, trainer, id } = session
    jobs.stop(id, 'epoch')
    jobs.stop(id, 'step')
    expect(trainer.requests.slice(1)).toEqual([{ type: 'stop-after-epoch' }, { type: 'stop' }])
    await trainer.end(IN_ORDER)
    expect(phaseOf(session, id)).toBe('stopped')
  })

  test('of a paused job needs no process', async () => {
    const session = running()
    const { jobs, trainer, id, processes } = session
    jobs.pause(id)
    await trainer.end(IN_ORDER)
    jobs.stop(id, 'epoch')
    expect(phaseOf(session, id)).toBe('stopped')
    expect(processes.all).toHaveLength(1)
  })
})

describe('a device', () => {
  test('has a queue of its own: a run on the processor does not wait for one on a card', () => {
    const { jobs, processes, told } = open()
    const onCard = { ...NEW_RUN, device: 'gpu:1' } as const
    const ids = [jobs.start(NEW_RUN), jobs.start(onCard), jobs.start(onCard), jobs.start(NEW_RUN)]
    expect(ids.map((id) => told.stateOf(id).phase)).toEqual([
      ...['starting', 'starting', 'queued', 'queued'],
    ])
    // Whoever asks for no device leaves it to the trainer, whatever queue it waited in.
    const left = jobs.start(NEW_RUN, 'gpu:0')
    expect(jobs.queue().jobs.find(({ id }) => id === left)?.device).toBe('gpu:0')
    expect(processes.all.flatMap(({ requests }) => requests)).toMatchObject([
      { type: 'train', device: null },
      { type: 'train', device: 'gpu:1' },
      { type: 'train', device: null },
    ])
  })

  test('is free only when the process before is gone', async () => {
    const session = running()
    const { jobs, trainer, id, processes } = session
    const next = jobs.start(NEW_RUN)
    trainer.say({ type: 'failed', error: FAULT })
    jobs.remove(id)
    expect(phaseOf(session, next)).toBe('queued')
    await trainer.end(IN_ORDER)
    expect(phaseOf(session, next)).toBe('starting')
    expect(processes.all).toHaveLength(2)
  })

  test('is taken by the jobs in their order', async () => {
    const { jobs, trainer, told } = running()
    const [second, third] = [jobs.start(NEW_RUN), jobs.start(NEW_RUN)]
    jobs.move(third, 0)
    trainer.say({ type: 'failed', error: FAULT })
    await trainer.end(IN_ORDER)
    expect([second, third].map((id) => told.stateOf(id).phase)).toEqual(['queued', 'starting'])
  })
})

describe('what an earlier process says too late', () => {
  test.each([
    ['progress', progress(9)],
    ['an epoch', milestone(MILESTONES.epoch)],
    ['an error', { type: 'failed', error: FAULT }],
    ['its end', milestone(MILESTONES.interrupted)],
  ])('is passed over and told as such: %s', async (_, message) => {
    const { jobs, told, trainer, id } = running()
    jobs.pause(id)
    await trainer.end(IN_ORDER)
    jobs.resume(id)
    const before = { state: told.stateOf(id), log: jobs.view(id).log.length }
    trainer.say(message)
    expect(told.refusals.length).toBeGreaterThan(0)
    for (const why of told.refusals) expect(why).toMatch(/^job .* is of attempt 1, this is 2$/)
    expect({ state: told.stateOf(id), log: jobs.view(id).log.length }).toEqual(before)
    expect([...told.reports, ...told.endedEpochs]).toEqual([])
  })
})

describe('a command', () => {
  test('that the job cannot take says why', () => {
    const { jobs, id } = running()
    expect(() => jobs.resume(id)).toThrow(
      'the job cannot take this: resume is not possible while it is running',
    )
  })

  test('to a job that is not there is refused', () => {
    const { jobs, id, trainer } = running()
    trainer.say({ type: 'failed', error: FAULT })
    jobs.remove(id)
    expect(() => jobs.pause(id)).toThrow(expect.objectContaining({ code: 'job-missing' }))
  })
})

describe('a list that is full', () => {
  test('takes no more', () => {
    const { jobs } = open()
    for (let job = 1; job <= 100; job += 1) jobs.start(NEW_RUN)
    expect(() => jobs.start(NEW_RUN)).toThrow('100 runs wait already')
    expect(jobs.queue().jobs).toHaveLength(100)
  })

  test('forgets what has ended first', () => {
    const { jobs, id, trainer } = running()
    for (let job = 2; job <= 100; job += 1) jobs.start(NEW_RUN)
    trainer.say({ type: 'failed', error: FAULT })
    jobs.start(NEW_RUN)
    expect(jobs.queue().jobs).toHaveLength(100)
    expect(jobs.queue().jobs.some((job) => job.id === id)).toBe(false)
  })
})

test('closing ends what runs and begins nothing', async () => {
  const session = running()
  const { jobs, trainer, id, processes } = session
  const waiting = jobs.start(NEW_RUN)
  await jobs.close({ graceMs: 700 })
  expect(trainer.stops).toEqual([700])
  expect([id, waiting].map((each) => phaseOf(session, each))).toEqual(['stopped', 'queued'])
  expect(processes.all).toHaveLength(1)
})

test('a paused job does not go on while all is closed: nobody would end it', async () => {
  const session = running()
  const { jobs, trainer, id, processes } = session
  jobs.pause(id)
  await trainer.end(IN_ORDER)
  const closed = jobs.close({ graceMs: 700 })
  expect(() => jobs.resume(id)).toThrow('Glyphlab is closing')
  await closed
  expect(phaseOf(session, id)).toBe('paused')
  expect(processes.all).toHaveLength(1)
})

test('a job whose process cannot be started has failed, and holds up no other', () => {
  const told = new ToldOfJobs()
  const processes = new MadeProcesses()
  let isFull = true
  const startProcess: StartProcess = (options) => {
    if (isFull) throw new Error('spawn ENOMEM')
    return processes.start(options)
  }
  const jobs = new TrainingJobs({ startProcess, home: HOME, listener: told })
  const id = jobs.start(NEW_RUN)
  const error = { code: 'internal', message: 'internal: spawn ENOMEM' }
  expect(told.stateOf(id)).toMatchObject({ phase: 'failed', error })
  isFull = false
  expect(told.stateOf(jobs.start(NEW_RUN)).phase).toBe('starting')
})

test('a run that there is not cannot be resumed', async () => {
  await expect(open().jobs.resumeRun(RUN)).rejects.toMatchObject({ code: 'run-missing' })
})
