import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { RunRecord } from '../../../src-preload/contract/run'
import {
  trainingConfigurationSchema,
  type TrainingConfigurationInput,
} from '../../../src-preload/contract/training'
import { takeLock } from '../files/lock-file'
import { cpuFeatures, describeCpu } from '../tensorflow/runtime'
import type { LastMetadata } from './checkpoint'
import { writeMadeCheckpoint } from './made-checkpoint.test-helper'
import { ENVIRONMENT } from './made-environment.test-helper'
import { madeRecord } from './made-record.test-helper'
import { runPaths } from './run-folder'
import { writeRunRecord } from './run-record'
import { trainingPace } from './training-pace'

const OLDER = '20260101-000000-seed-cnn-aaaa'
const LATER = '20260102-000000-seed-cnn-bbbb'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'glyphlab-pace-'))
})
afterEach(() => rm(folder, { recursive: true }))

const configured = (input: TrainingConfigurationInput = {}) =>
  trainingConfigurationSchema.parse(input)
const pace = (input?: TrainingConfigurationInput) => trainingPace(folder, configured(input))

interface Made {
  readonly configuration?: TrainingConfigurationInput
  readonly environment?: Partial<RunRecord['environment']>
  readonly changes?: Partial<RunRecord>
  readonly progress?: Partial<LastMetadata>
}

/** A run of this machine: two epochs of 468 images in 36 seconds. */
async function makeRun(id: string, made: Made = {}): Promise<string> {
  const here = {
    ...ENVIRONMENT,
    processor: describeCpu(await cpuFeatures()),
    threads: Number(process.env['TF_NUM_INTRAOP_THREADS']) || availableParallelism(),
  }
  const path = join(folder, id)
  await mkdir(path)
  const { description } = madeRecord(id)
  const record = madeRecord(id, {
    environment: { ...here, ...made.environment },
    description: { ...description, configuration: configured(made.configuration) },
    ...made.changes,
  })
  await writeRunRecord(runPaths(path).record, record)
  const progress = { epoch: 2, position: 0, seconds: 36, ...made.progress }
  await writeMadeCheckpoint(runPaths(path).last, progress)
  return path
}

test('without runs there is none', async () => {
  expect(await pace()).toBeNull()
  expect(await trainingPace(join(folder, 'absent'), configured())).toBeNull()
})

test('the latest run that is alike tells, by its images', async () => {
  await makeRun(OLDER, { progress: { seconds: 9 } })
  await makeRun(LATER)
  expect(await pace({ epochs: 99, seed: 7, learningRate: 0.1 })).toEqual({
    run: LATER,
    secondsPerImage: 36 / (2 * 468),
  })
})

test('an epoch that was cut short counts by its steps', async () => {
  await makeRun(LATER, { progress: { epoch: 0, position: 7, seconds: 10 } })
  expect((await pace())?.secondsPerImage).toBeCloseTo(10 / (0.5 * 468), 10)
})

describe('no word is given to a run', () => {
  test.each<[string, Made]>([
    ['of another network', { configuration: { architecture: { name: 'tiny' } } }],
    ['of other layers', { configuration: { architecture: { name: 'seed-cnn', filters: [8, 8] } } }],
    ['of another batch size', { configuration: { batchSize: 128 } }],
    ['of another precision', { configuration: { precision: 'bfloat16' } }],
    ['of another processor', { environment: { processor: 'another' } }],
    ['of other threads', { environment: { threads: 999 } }],
    ['of another device', { environment: { device: 'gpu:0' } }],
    ['that went on elsewhere', { changes: { laterEnvironments: [ENVIRONMENT] } }],
    ['of a few steps', { progress: { epoch: 0, position: 3 } }],
  ])('%s', async (_, made) => {
    await makeRun(LATER, made)
    expect(await pace()).toBeNull()
    await makeRun(OLDER)
    expect(await pace()).toMatchObject({ run: OLDER })
  })

  test('that a process works on, or that has lost its files', async () => {
    const path = await makeRun(LATER, { changes: { status: 'running', result: null } })
    expect(await pace()).toMatchObject({ run: LATER })
    const lock = await takeLock(runPaths(path).lock)
    expect(await pace()).toBeNull()
    await lock?.release()
    await writeFile(runPaths(path).last, 'damaged')
    expect(await pace()).toBeNull()
    await writeFile(runPaths(path).record, 'damaged')
    expect(await pace()).toBeNull()
  })
})
