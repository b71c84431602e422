import { fork } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { constants, getPriority, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { trainingConfigurationSchema } from '../src-preload/contract/training'
import { writeEmnistFolder } from '../src-main/core/datasets/make-idx.test-helper'
import { isAlive } from '../src-main/core/files/lock-file'
import { listRuns } from '../src-main/core/runs/list-runs'
import { ChildProcessHost } from '../src-main/processes/child-process-host'
import { processError } from '../src-main/processes/process-outcome'
import {
  trainerReplySchema,
  type TrainerReply,
  type TrainerRequest,
} from '../src-main/processes/trainer-messages'
import { runGlyphlab } from './run-glyphlab'

const TRAINER = fileURLToPath(new URL('../out/app/main/trainer.js', import.meta.url))
const SMALL = { classes: 3, trainPerClass: 60, testPerClass: 20, seed: 1, gzip: false }

/** Starts the trainer named on its command line with the job it is sent, and says which process that is. */
const PARENT = `import { fork } from 'node:child_process'
process.once('message', (job) => {
  const child = fork(process.argv[2], [], { serialization: 'advanced', execArgv: [] })
  child.on('message', () => process.send(child.pid))
  child.send(job)
})`

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'glyphlab-trainer-'))
  await writeEmnistFolder(folder, SMALL)
  // Builds where sources are newer.
  await runGlyphlab(['--version'])
}, 60_000)
afterAll(() => rm(folder, { recursive: true, force: true }))

function startTrainer() {
  const host = new ChildProcessHost<TrainerRequest, TrainerReply>({
    file: TRAINER,
    replySchema: trainerReplySchema,
    stopRequest: { type: 'stop' },
  })
  const replies: TrainerReply[] = []
  host.onMessage((reply) => replies.push(reply))
  return { host, replies }
}

function trainingJob(epochs: number, jobFolder = folder): TrainerRequest {
  return {
    type: 'train',
    device: null,
    dataset: jobFolder,
    split: null,
    corrections: 'current',
    runsFolder: join(folder, 'runs'),
    configuration: trainingConfigurationSchema.parse({
      architecture: { name: 'tiny' },
      batchSize: 20,
      epochs,
      earlyStoppingPatience: null,
    }),
  }
}

/** What the replies tell, without the progress in between: how much of that there is depends on the machine. */
const milestones = (replies: readonly TrainerReply[]): string[] =>
  replies.flatMap((reply) => {
    if (reply.type === 'progress') return []
    return reply.type === 'milestone' ? reply.event.type : reply.type
  })

test('a job runs from start to end, and the process with it', async () => {
  const { host, replies } = startTrainer()
  host.post(trainingJob(2))
  expect(await host.ended).toEqual({ kind: 'exited', code: 0 })
  expect(milestones(replies)).toEqual(['started', 'epoch', 'epoch', 'ended', 'done'])
  expect(host.lastLines).toEqual([])
})

test('its reports add up to every step that is logged', async () => {
  const { host, replies } = startTrainer()
  host.post(trainingJob(10))
  await host.ended
  const reports = replies.filter((reply) => reply.type === 'progress')
  const points = reports.flatMap(({ progress }) => progress.points)
  // 162 images in batches of 20, ten times.
  expect(points.map(({ step }) => step)).toEqual([10, 20, 30, 40, 50, 60, 70, 80])
  for (const { progress } of reports) {
    expect(progress.memoryBytes).toBeGreaterThan(100e6)
    expect(progress.secondsElapsed).toBeGreaterThan(0)
  }
})

/** The folder of a run that is begun with such a data set, and ends after an epoch of three. */
async function stoppedRun(dataset: string): Promise<string> {
  const { host, replies } = startTrainer()
  host.post(trainingJob(3, dataset))
  host.post({ type: 'stop-after-epoch' })
  expect(await host.ended).toEqual({ kind: 'exited', code: 0 })
  const ended = { type: 'ended', reason: 'interrupted', epochsDone: 1 }
  expect(replies.at(-1)).toMatchObject({ type: 'milestone', event: ended })
  const [started] = replies
  if (started?.type !== 'milestone' || started.event.type !== 'started') throw new Error('no start')
  return started.event.folder ?? ''
}

test('a run that was stopped after an epoch goes on from there', async () => {
  const runFolder = await stoppedRun(folder)
  const { host, replies } = startTrainer()
  host.post({ type: 'resume', device: null, runFolder })
  expect(await host.ended).toEqual({ kind: 'exited', code: 0 })
  expect(replies[0]).toMatchObject({ event: { type: 'started', epochsDone: 1, stepsDone: 0 } })
  expect(replies.at(-1)).toMatchObject({ event: { type: 'done' } })
})

test('a run whose data set is gone says so', async () => {
  const moved = join(folder, 'moved')
  await writeEmnistFolder(moved, { ...SMALL, seed: 2 })
  const runFolder = await stoppedRun(moved)
  await rm(moved, { recursive: true })
  const { host, replies } = startTrainer()
  host.post({ type: 'resume', device: null, runFolder })
  await host.ended
  expect(replies).toEqual([
    {
      type: 'failed',
      error: {
        code: 'dataset-missing',
        message: expect.stringMatching(/ was trained on .*, and /),
        hint: expect.stringContaining('Bring it back'),
      },
    },
  ])
})

test('a trainer whose parent is killed leaves its run in order', async () => {
  const file = join(folder, 'parent.mjs')
  await writeFile(file, PARENT)
  const parent = fork(file, [TRAINER], { execArgv: [] })
  const runsFolder = join(folder, 'orphaned')
  parent.send({ ...trainingJob(100_000), runsFolder })
  const trainer = await new Promise<number>((resolve) =>
    parent.once('message', (message) => resolve(Number(message))),
  )
  parent.kill('SIGKILL')
  await expect.poll(() => isAlive(trainer)).toBe(false)
  const [run] = await listRuns(runsFolder)
  // As the trainer has written it, not as one whose process is gone is read.
  expect(run).toMatchObject({ record: { status: 'interrupted' } })
})

test('a stop ends a job in order', async () => {
  const { host, replies } = startTrainer()
  const firstEpoch = new Promise<void>((resolve) => {
    host.onMessage((reply) => {
      if (reply.type === 'milestone' && reply.event.type === 'epoch') resolve()
    })
  })
  host.post(trainingJob(100_000))
  await Promise.race([firstEpoch, host.ended])
  expect(await host.stop({ graceMs: 30_000 })).toEqual({ kind: 'stopped' })
  const last = replies.at(-1)
  expect(last).toMatchObject({
    type: 'milestone',
    event: { type: 'ended', reason: 'interrupted', bestEpoch: expect.any(Number) },
  })
})

test('a stop before any job ends the process at once', async () => {
  const { host, replies } = startTrainer()
  expect(await host.stop({ graceMs: 30_000 })).toEqual({ kind: 'stopped' })
  expect(replies).toEqual([])
})

test('a process that is killed is told as such', async () => {
  const { host } = startTrainer()
  const started = new Promise<void>((resolve) => host.onMessage(() => resolve()))
  host.post(trainingJob(100_000))
  await Promise.race([started, host.ended])
  // A window stays quick beside it.
  expect(getPriority(host.processId)).toBe(constants.priority.PRIORITY_BELOW_NORMAL)
  process.kill(host.processId ?? Number.NaN, 'SIGKILL')
  const outcome = await host.ended
  expect(outcome).toEqual({ kind: 'killed', possiblyOutOfMemory: true })
  expect(processError('training', outcome, host.lastLines)).toMatchObject({
    code: 'process-killed',
    message: expect.stringContaining('killed, possibly out of memory'),
  })
})

test('a job that cannot be done answers with the error of the core', async () => {
  const { host, replies } = startTrainer()
  host.post(trainingJob(1, join(folder, 'absent')))
  expect(await host.ended).toEqual({ kind: 'exited', code: 0 })
  expect(replies).toEqual([
    { type: 'failed', error: expect.objectContaining({ code: 'dataset-missing' }) },
  ])
})

test('steps are timed on request', async () => {
  const { host, replies } = startTrainer()
  host.post({ type: 'time-steps', device: 'cpu', precision: 'float32', steps: 2 })
  expect(await host.ended).toEqual({ kind: 'exited', code: 0 })
  expect(replies).toEqual([
    { type: 'step-times', stepsMs: [expect.any(Number), expect.any(Number)] },
  ])
})
