import { beforeEach, describe, expect, test } from 'vitest'
import type { ScriptedBridge } from '../scripted-bridge.test-helper'
import { useConnectionStore } from './connection'
import { useDatasetsStore } from './datasets'
import { useDevicesStore } from './devices'
import { useExperimentStore } from './experiment'
import { madeJob, QUEUED, RUNNING, STOPPED } from './made-job.test-helper'
import { madeRunOf } from './made-run-entry.test-helper'
import { openStores } from './open-stores.test-helper'
import { usePlanStore } from './plan'
import { useTrainingStore } from './training'

const strokes = {
  source: 'strokes',
  title: 'Strokes',
  split: null,
  classes: 47,
  trainCount: 100,
  testCount: 10,
  isThere: true,
}
const running = madeJob(1, RUNNING)
const stopped = madeJob(1, STOPPED)

let bridge: ScriptedBridge
/** A window that is connected and knows of one data set. */
async function open() {
  const stores = [useConnectionStore(), useTrainingStore(), useDatasetsStore(), usePlanStore()]
  const experiment = useExperimentStore()
  for (const store of [...stores, experiment]) store.begin()
  bridge.connection('connected')
  await bridge.answer('datasets.list', { ok: true, result: { datasets: [strokes] } })
  return experiment
}
const startsAsked = () => bridge.asked.filter(({ name }) => name === 'training.start')

beforeEach(() => {
  bridge = openStores()
})

describe('the sheet', () => {
  test('begins as the reference recipe on the first data set, ready to start', async () => {
    const experiment = await open()
    expect(experiment.preset).toBe('seed-cnn')
    expect(experiment.data).toEqual({ dataset: 'strokes', split: null, corrections: 'current' })
    expect(experiment.obstacle).toBeNull()
  })

  test.each([
    ['queued', madeJob(1, QUEUED)],
    ['running', running],
  ])('shows the settings of a run that is %s, locked', async (_, job) => {
    const experiment = await open()
    experiment.setNumber('epochs', '3')
    bridge.tell('training.queue', { jobs: [job] })
    expect(experiment.lockedBy).toEqual(job)
    expect(experiment.draft.numbers.epochs).toBe('10')
    experiment.setNumber('epochs', '99')
    experiment.reset()
    expect(experiment.draft.numbers.epochs).toBe('10')
    expect(experiment.obstacle).toEqual({ kind: 'locked' })
  })

  test('is the user’s again, as it was, once the run has ended', async () => {
    const experiment = await open()
    experiment.setNumber('epochs', '3')
    bridge.tell('training.queue', { jobs: [running] })
    bridge.tell('training.queue', { jobs: [stopped] })
    expect(experiment.lockedBy).toBeNull()
    expect(experiment.draft.numbers.epochs).toBe('3')
  })

  test('can be unlocked into a new experiment, which is queued behind and locked again', async () => {
    const experiment = await open()
    bridge.tell('training.queue', { jobs: [running] })
    experiment.duplicate(running)
    expect(experiment.draft.numbers.epochs).toBe('10')
    experiment.setNumber('epochs', '4')
    expect(experiment.obstacle).toBeNull()
    const starting = experiment.start()
    expect(startsAsked()).toMatchObject([{ params: { configuration: { epochs: 4 } } }])
    await bridge.answer('training.start', { ok: true, result: { job: madeJob(2, QUEUED).id } })
    await starting
    expect(experiment.lockedBy).toEqual(running)
  })

  test.each([
    ['while nothing is at work', []],
    ['though a run is at work', [running]],
  ])('takes the settings of a run of the data home, %s', async (_, jobs) => {
    const experiment = await open()
    bridge.tell('training.queue', { jobs })
    experiment.duplicateRun(madeRunOf('aaaa', { epochs: 7, optimizer: { kind: 'sgd' } }, 0.5))
    expect(experiment.newRun).toMatchObject({
      ...{ dataset: 'strokes', split: 'strokes', corrections: 'current' },
      configuration: { epochs: 7, optimizer: { kind: 'sgd', momentum: 0.9 } },
    })
    expect(experiment.lockedBy).toBeNull()
  })

  test.each([
    ['while nothing is at work', []],
    ['though a run is at work', [running]],
  ])('takes another data set, and keeps what was set, %s', async (_, jobs) => {
    const experiment = await open()
    experiment.setNumber('epochs', '3')
    bridge.tell('training.queue', { jobs })
    experiment.trainOn({ dataset: 'emnist', split: 'letters' })
    const data = { dataset: 'emnist', split: 'letters', corrections: 'current' }
    expect(experiment.newRun).toMatchObject({ ...data, configuration: { epochs: 3 } })
    expect(experiment.lockedBy).toBeNull()
  })

  test('stays open where starting was refused, with all that was set', async () => {
    const experiment = await open()
    experiment.setNumber('epochs', '4')
    const starting = experiment.start()
    expect(experiment.obstacle).toEqual({ kind: 'starting' })
    const error = { code: 'disk-full', message: 'full', hint: 'free some' } as const
    await bridge.answer('training.start', { ok: false, error })
    await starting
    expect(experiment.draft.numbers.epochs).toBe('4')
    expect(experiment.obstacle).toBeNull()
  })
})

describe('the device', () => {
  const card = { device: 'gpu:0', name: 'Made card', hasTf32: true } as const
  const found = {
    devices: [{ device: 'cpu', name: null, hasTf32: false }, card],
    standard: 'gpu:0',
  } as const

  async function openWithCard() {
    useDevicesStore().begin()
    const experiment = await open()
    await bridge.answer('devices.list', {
      ok: true,
      result: { ...found, devices: [...found.devices] },
    })
    return experiment
  }

  test('is left to the machine until one is chosen', async () => {
    const experiment = await openWithCard()
    expect(useDevicesStore().hasChoice).toBe(true)
    expect(experiment.newRun).not.toHaveProperty('device')
    experiment.chooseDevice('gpu:0')
    expect(experiment.newRun).toMatchObject({ device: 'gpu:0' })
  })

  test('is not asked for once it is gone with its runtime', async () => {
    const experiment = await openWithCard()
    experiment.chooseDevice('gpu:0')
    bridge.tell('runtime.changed', { state: 'idle', isThere: true })
    await bridge.answer('devices.list', {
      ok: true,
      result: { devices: [{ device: 'cpu', name: null, hasTf32: false }], standard: 'cpu' },
    })
    expect(useDevicesStore().hasChoice).toBe(false)
    expect(experiment.newRun).not.toHaveProperty('device')
  })
})

describe('Start is off', () => {
  test('while a number is wrong, which is named', async () => {
    const experiment = await open()
    experiment.setNumber('epochs', '0')
    expect(experiment.obstacle).toEqual({ kind: 'faults', names: ['epochs'] })
    await experiment.start()
    expect(startsAsked()).toEqual([])
  })

  test('while there is no connection', async () => {
    const experiment = await open()
    bridge.connection('lost')
    expect(experiment.obstacle).toEqual({ kind: 'not-connected' })
  })

  test('before there is a data set', () => {
    const experiment = useExperimentStore()
    useConnectionStore().begin()
    bridge.connection('connected')
    expect(experiment.obstacle).toEqual({ kind: 'no-dataset' })
  })
})

describe('presets', () => {
  test('take the place of own settings, which can be had back', async () => {
    const experiment = await open()
    experiment.setNumber('epochs', '3')
    expect(experiment.preset).toBeNull()
    experiment.choosePreset('tiny')
    expect(experiment.preset).toBe('tiny')
    experiment.backToOwn()
    expect(experiment.draft.numbers.epochs).toBe('3')
  })

  test('Reset goes back to the one that was chosen last', async () => {
    const experiment = await open()
    experiment.choosePreset('quick-check')
    experiment.setNumber('epochs', '30')
    experiment.reset()
    expect(experiment.preset).toBe('quick-check')
  })
})
