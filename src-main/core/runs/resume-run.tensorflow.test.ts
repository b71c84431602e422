import { copyFile, cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { TrainingConfigurationInput } from '../../../src-preload/contract/training'
import type { TrainingEvent } from '../../../src-preload/contract/training-events'
import { branchRun } from './branch-run'
import { lastMetadataSchema, readCheckpoint } from './checkpoint'
import { readRun } from './list-runs'
import { bitsOfRun, interruptAt, useRuns } from './made-runs.test-helper'
import { resumeRun } from './resume-run'
import { runPaths } from './run-folder'
import { writeRunRecord } from './run-record'
import { startRun, type StartRunOptions } from './start-run'

const { configuration, otherData, resources, runsFolder } = useRuns()

let templates = ''
const made = new Map<string, Promise<string>>()
beforeAll(async () => {
  templates = await mkdtemp(join(tmpdir(), 'glyphlab-resume-'))
})
afterAll(() => rm(templates, { recursive: true }))

/** A run of the test's own: it is trained once for all tests, under that name, and copied. */
async function copied(name: string, options: Partial<StartRunOptions>): Promise<string> {
  const run = { ...resources(), configuration: configuration(), ...options, runsFolder: templates }
  const template = made.get(name) ?? startRun(run).then(({ folder }) => folder)
  made.set(name, template)
  const copy = join(runsFolder(), basename(await template))
  await cp(await template, copy, { recursive: true })
  return copy
}

const whole = (input: TrainingConfigurationInput = {}): Promise<string> =>
  copied(JSON.stringify(input), { configuration: configuration(input) })

/** Cuts a run short as such an event comes, and goes on with it. */
async function cutAndResumed(
  wanted: (event: TrainingEvent) => boolean,
  input: TrainingConfigurationInput = {},
): Promise<string> {
  const cut = interruptAt(wanted)
  const { folder, outcome } = await startRun({
    ...resources(),
    ...cut,
    configuration: configuration(input),
  })
  expect(outcome.reason).toBe('interrupted')
  expect((await readRun(folder)).status).toBe('interrupted')
  return goOn(folder)
}

async function goOn(folder: string): Promise<string> {
  const finished = await resumeRun({ ...resources(), folder })
  expect(finished.outcome.reason).toBe('finished')
  return finished.folder
}

const isStep = (epoch: number, step: number) => (event: TrainingEvent) =>
  event.type === 'step' && event.epoch === epoch && event.step === step

describe('a run that was cut short and resumed has the bits of one that was not', () => {
  test.each([
    ['after its first step', isStep(1, 1), {}],
    ['in the midst of an epoch', isStep(2, 5), {}],
    ['after the last step of an epoch', isStep(2, 14), {}],
    ['between two epochs', (event: TrainingEvent) => event.type === 'epoch', {}],
    ['with a moving average of its weights', isStep(2, 5), { weightAveraging: 0.9 }],
    ['with momentum', isStep(3, 2), { optimizer: { kind: 'sgd' }, augmentation: {} }],
    ['in bfloat16', isStep(2, 5), { precision: 'bfloat16' }],
    [
      'before the test part was measured',
      (event: TrainingEvent) => event.type === 'epoch' && event.epoch === 3,
      {},
    ],
  ] as const)('%s', async (_, wanted, input) => {
    const resumed = await cutAndResumed(wanted, input)
    const never = await whole(input)
    expect(await bitsOfRun(resumed)).toEqual(await bitsOfRun(never))
    const results = await Promise.all([readRun(resumed), readRun(never)])
    expect(results[0].record.result).toEqual(results[1].record.result)
  })

  test('even where the best checkpoint is older than the last one says', async () => {
    const cut = interruptAt((event) => event.type === 'epoch' && event.epoch === 2)
    const { folder } = await startRun({
      ...resources(),
      ...cut,
      configuration: configuration(),
    })
    await rm(runPaths(folder).best)
    expect(await bitsOfRun(await goOn(folder))).toEqual(await bitsOfRun(await whole()))
  })

  test('and drops what was logged after the last checkpoint', async () => {
    const cut = interruptAt(isStep(2, 5))
    const { folder } = await startRun({ ...resources(), ...cut, configuration: configuration() })
    const { metrics } = runPaths(folder)
    await writeFile(metrics, `${await readFile(metrics, 'utf8')}{"kind":"step","epo`)
    expect(await bitsOfRun(await goOn(folder))).toEqual(await bitsOfRun(await whole()))
  })

  test('and starts over where there was no checkpoint yet', async () => {
    const cut = interruptAt((event) => event.type === 'started')
    const { folder } = await startRun({ ...resources(), ...cut, configuration: configuration() })
    await rm(runPaths(folder).last)
    expect(await bitsOfRun(await goOn(folder))).toEqual(await bitsOfRun(await whole()))
  })
})

describe('a run that is asked to stop after the epoch', () => {
  async function askedAt(wanted: (event: TrainingEvent) => boolean) {
    const { signal: stopAfterEpoch, onEvent } = interruptAt(wanted)
    return startRun({ ...resources(), onEvent, stopAfterEpoch, configuration: configuration() })
  }

  test('makes it whole, and goes on from there to the same bits', async () => {
    const { folder, outcome } = await askedAt(isStep(2, 5))
    expect(outcome).toMatchObject({ reason: 'interrupted', epochsDone: 2, test: null })
    expect((await readRun(folder)).status).toBe('interrupted')
    const { metadata } = await readCheckpoint(runPaths(folder).last, lastMetadataSchema)
    expect(metadata).toMatchObject({ epoch: 2, position: 0 })
    expect(await bitsOfRun(await goOn(folder))).toEqual(await bitsOfRun(await whole()))
  })

  test('finishes where it is the last one', async () => {
    const { folder, outcome } = await askedAt(isStep(3, 5))
    expect(outcome).toMatchObject({ reason: 'finished', epochsDone: 3 })
    expect(await bitsOfRun(folder)).toEqual(await bitsOfRun(await whole()))
  })
})

test('checkpoints within an epoch change nothing, and are gone on from', async () => {
  const cut = interruptAt(isStep(2, 7))
  const options = { ...resources(), configuration: configuration(), checkpointEveryMs: 0 }
  const { folder } = await startRun({ ...options, onEvent: cut.onEvent, signal: cut.signal })
  const { metadata } = await readCheckpoint(runPaths(folder).last, lastMetadataSchema)
  expect(metadata).toMatchObject({ epoch: 1, position: 7, step: 21 })
  await resumeRun({ ...options, folder })
  expect(await bitsOfRun(folder)).toEqual(await bitsOfRun(await whole()))
})

test('a run that goes on elsewhere names both machines', async () => {
  const cut = interruptAt(isStep(1, 2))
  const { folder, record } = await startRun({
    ...resources(),
    ...cut,
    configuration: configuration({ epochs: 1 }),
  })
  const elsewhere = { ...record.environment, processor: 'another', threads: 64 }
  const resumed = await resumeRun({ ...resources(), folder, environment: elsewhere })
  expect(resumed.record).toMatchObject({
    environment: record.environment,
    laterEnvironments: [elsewhere],
  })
})

describe('a run that cannot be resumed says why:', () => {
  async function interrupted(name = 'interrupted') {
    const folder = await copied(name, interruptAt(isStep(2, 5)))
    const { record } = await readRun(folder)
    return { folder, record }
  }

  test('it has finished', async () => {
    const folder = await whole({ epochs: 1 })
    await expect(resumeRun({ ...resources(), folder })).rejects.toMatchObject({
      code: 'run-finished',
    })
  })

  test('its data set has changed', async () => {
    const run = await interrupted()
    await expect(resumeRun({ ...resources(), ...run, data: otherData() })).rejects.toMatchObject({
      code: 'dataset-changed',
      message: expect.stringContaining('eeeeeeeeeeee, was ffffffffffff'),
    })
  })

  test('metrics.jsonl is shorter than the checkpoint knows', async () => {
    const run = await interrupted()
    await writeFile(runPaths(run.folder).metrics, 'short\n')
    await expect(resumeRun({ ...resources(), ...run })).rejects.toMatchObject({
      code: 'run-damaged',
      message: expect.stringContaining('6 bytes'),
    })
  })

  test('metrics.jsonl is gone, and nothing else is touched', async () => {
    const run = await interrupted()
    const { metrics, record } = runPaths(run.folder)
    await rm(metrics)
    const before = [await readdir(run.folder), await readFile(record, 'utf8')]
    await expect(resumeRun({ ...resources(), ...run })).rejects.toMatchObject({
      code: 'run-damaged',
      message: `${metrics} is missing`,
    })
    expect([await readdir(run.folder), await readFile(record, 'utf8')]).toEqual(before)
  })

  test('its last checkpoint is gone and its best is not', async () => {
    const run = await interrupted()
    await rm(runPaths(run.folder).last)
    await expect(resumeRun({ ...resources(), ...run })).rejects.toMatchObject({
      code: 'run-damaged',
    })
  })

  test.each(['last', 'best'] as const)('its %s checkpoint is of another run', async (which) => {
    const [run, other] = [await interrupted(), await interrupted('another')]
    const paths = runPaths(run.folder)
    await copyFile(runPaths(other.folder)[which], paths[which])
    const before = await readFile(paths.metrics)
    await expect(resumeRun({ ...resources(), ...run })).rejects.toMatchObject({
      code: 'run-damaged',
      message: `${paths[which]} is of run ${other.record.id}, not of ${run.record.id}`,
    })
    expect(await readFile(paths.metrics)).toEqual(before)
  })

  test.each([
    ['seed', { seed: 77 }, /has seed \d+, run.json has 77$/],
    ['batch', { batchSize: 16 }, /is at step \d+, which is not step 5 after 1 epochs of \d+$/],
  ] as const)('its record has another %s than it was trained with', async (_, changes, message) => {
    const run = await interrupted()
    const { record } = runPaths(run.folder)
    const { description } = run.record
    const configuration = { ...description.configuration, ...changes }
    await writeRunRecord(record, { ...run.record, description: { ...description, configuration } })
    await expect(resumeRun({ ...resources(), ...run })).rejects.toMatchObject({
      code: 'run-damaged',
      message: expect.stringMatching(message),
    })
  })

  test('its last checkpoint is cut off', async () => {
    const run = await interrupted()
    const { last } = runPaths(run.folder)
    await writeFile(last, (await readFile(last)).subarray(0, 5000))
    await expect(resumeRun({ ...resources(), ...run })).rejects.toMatchObject({
      code: 'weights-invalid',
    })
  })

  test('another process works on it', async () => {
    const run = await interrupted()
    let second: unknown
    const first = resumeRun({
      ...resources(),
      ...run,
      onEvent: (event) => {
        if (event.type === 'started')
          second = resumeRun({ ...resources(), ...run }).catch((error: unknown) => error)
      },
    })
    expect((await first).outcome.reason).toBe('finished')
    expect(await second).toMatchObject({ code: 'run-locked' })
  })
})

describe('with other settings', () => {
  test('a run that is being trained is left alone', async () => {
    let branch: unknown
    const first = await startRun({
      ...resources(),
      configuration: configuration({ epochs: 2 }),
      onEvent: (event) => {
        if (event.type === 'epoch')
          branch ??= (async () => {
            const [folder = ''] = await readdir(runsFolder())
            const path = join(runsFolder(), folder)
            const { record } = await readRun(path)
            const longer = configuration({ epochs: 4 })
            return branchRun({ ...resources(), folder: path, record, configuration: longer })
          })().catch((error: unknown) => error)
      },
    })
    expect(first.outcome.reason).toBe('finished')
    expect(await branch).toMatchObject({ code: 'run-locked' })
  })

  test('a run goes on as a new one that names its parent', async () => {
    const parent = await whole({ epochs: 2 })
    const before = await bitsOfRun(parent)
    const { record } = await readRun(parent)
    const longer = configuration({ epochs: 4 })
    const branch = await branchRun({
      ...resources(),
      folder: parent,
      record,
      configuration: longer,
    })
    expect(branch.record).toMatchObject({ parent: record.id, status: 'finished' })
    expect(await bitsOfRun(branch.folder)).toEqual(await bitsOfRun(await whole({ epochs: 4 })))
    expect(await bitsOfRun(parent)).toEqual(before)
  })

  test('the learning rate can be another from there on', async () => {
    const parent = await whole({ epochs: 1 })
    const { record } = await readRun(parent)
    const rates: number[] = []
    await branchRun({
      ...resources(),
      folder: parent,
      record,
      configuration: configuration({ epochs: 2, learningRate: 1e-4 }),
      onEvent: (event) => {
        if (event.type === 'epoch') rates.push(event.learningRate)
      },
    })
    expect(rates).toEqual([1e-4])
  })

  test.each([
    ['splitSeed', { splitSeed: 5 }],
    ['architecture', { architecture: { name: 'lenet' } }],
    ['optimizer', { optimizer: { kind: 'sgd' } }],
  ] as const)('%s cannot', async (name, input) => {
    const parent = await whole({ epochs: 1 })
    const { record } = await readRun(parent)
    const count = (await readdir(runsFolder())).length
    await expect(
      branchRun({
        ...resources(),
        folder: parent,
        record,
        configuration: configuration({ epochs: 2, ...input }),
      }),
    ).rejects.toMatchObject({ code: 'usage', message: `${name} cannot change within a run` })
    expect(await readdir(runsFolder())).toHaveLength(count)
  })

  test('fewer epochs than are done are refused', async () => {
    const parent = await whole({ epochs: 2 })
    const { record } = await readRun(parent)
    await expect(
      branchRun({
        ...resources(),
        folder: parent,
        record,
        configuration: configuration({ epochs: 1 }),
      }),
    ).rejects.toMatchObject({ code: 'run-finished' })
  })
})
