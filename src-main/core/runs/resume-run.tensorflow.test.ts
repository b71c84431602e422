import { readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { describe, expect, test } from 'vitest'
import type { TrainingConfigurationInput } from '../../../src-preload/contract/training'
import type { TrainingEvent } from '../../../src-preload/contract/training-events'
import { branchRun } from './branch-run'
import { readRun } from './list-runs'
import { bitsOfRun, interruptAt, useRuns } from './made-runs.test-helper'
import { resumeRun } from './resume-run'
import { runPaths } from './run-folder'
import { startRun } from './start-run'

const { configuration, resources, runsFolder } = useRuns()

async function whole(input: TrainingConfigurationInput = {}): Promise<string> {
  return (await startRun({ ...resources(), configuration: configuration(input) })).folder
}

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
  const { record } = await readRun(folder)
  const finished = await resumeRun({ ...resources(), folder, record })
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

describe('a run that cannot be resumed says why:', () => {
  async function interrupted() {
    const cut = interruptAt(isStep(2, 5))
    const { folder } = await startRun({ ...resources(), ...cut, configuration: configuration() })
    const { record } = await readRun(folder)
    return { folder, record }
  }

  test('it has finished', async () => {
    const folder = await whole({ epochs: 1 })
    const { record } = await readRun(folder)
    await expect(resumeRun({ ...resources(), folder, record })).rejects.toMatchObject({
      code: 'run-finished',
    })
  })

  test('its data set has changed', async () => {
    const run = await interrupted()
    await expect(
      resumeRun({ ...resources(), ...run, fingerprint: 'e'.repeat(64) }),
    ).rejects.toMatchObject({
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

  test('its last checkpoint is gone and its best is not', async () => {
    const run = await interrupted()
    await rm(runPaths(run.folder).last)
    await expect(resumeRun({ ...resources(), ...run })).rejects.toMatchObject({
      code: 'run-damaged',
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
