import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { trainingConfigurationSchema } from '../src-preload/contract/training'
import { writeEmnistFolder } from '../src-main/core/datasets/make-idx.test-helper'
import { ChildProcessHost } from '../src-main/processes/child-process-host'
import { processError } from '../src-main/processes/process-outcome'
import {
  trainerReplySchema,
  type TrainerReply,
  type TrainerRequest,
} from '../src-main/processes/trainer-messages'
import { runGlyphlab } from './run-glyphlab'

const TRAINER = fileURLToPath(new URL('../out/app/main/trainer.js', import.meta.url))

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'glyphlab-trainer-'))
  await writeEmnistFolder(folder, {
    classes: 3,
    trainPerClass: 60,
    testPerClass: 20,
    seed: 1,
    gzip: false,
  })
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

/** What the replies are, with those of one kind in a row as one. */
function kinds(replies: readonly TrainerReply[]): string[] {
  const all = replies.map((reply) => (reply.type === 'training' ? reply.event.type : reply.type))
  return all.filter((kind, position) => all[position - 1] !== kind)
}

test('a job runs from start to end, and the process with it', async () => {
  const { host, replies } = startTrainer()
  host.post(trainingJob(2))
  expect(await host.ended).toEqual({ kind: 'exited', code: 0 })
  expect(kinds(replies)).toEqual([
    'started',
    ...['step', 'evaluating', 'epoch'],
    ...['step', 'evaluating', 'epoch'],
    'evaluating',
    'ended',
    'done',
  ])
  expect(host.lastLines).toEqual([])
})

test('a stop ends a job in order', async () => {
  const { host, replies } = startTrainer()
  const firstEpoch = new Promise<void>((resolve) => {
    host.onMessage((reply) => {
      if (reply.type === 'training' && reply.event.type === 'epoch') resolve()
    })
  })
  host.post(trainingJob(100_000))
  await Promise.race([firstEpoch, host.ended])
  const stoppedMs = performance.now()
  expect(await host.stop({ graceMs: 30_000 })).toEqual({ kind: 'stopped' })
  expect(performance.now() - stoppedMs).toBeLessThan(5000)
  const last = replies.at(-1)
  expect(last).toMatchObject({
    type: 'training',
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
  host.post({ type: 'time-steps', precision: 'float32', steps: 2 })
  expect(await host.ended).toEqual({ kind: 'exited', code: 0 })
  expect(replies).toEqual([
    { type: 'step-times', stepsMs: [expect.any(Number), expect.any(Number)] },
  ])
})
