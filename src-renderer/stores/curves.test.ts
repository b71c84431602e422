import { createPinia } from 'pinia'
import { describe, expect, test } from 'vitest'
import { createApp } from 'vue'
import type { Answer } from '../../src-preload/contract/bridge/bridge'
import type { EventPayload } from '../../src-preload/contract/bridge/events'
import type { RunMetrics } from '../../src-preload/contract/bridge/run-requests'
import { jobIdSchema, type JobProgress } from '../../src-preload/contract/job'
import { runIdSchema } from '../../src-preload/contract/run'
import { ScriptedBridge } from '../scripted-bridge.test-helper'
import { useCurvesStore, type CurveSource } from './curves'
import { BRIDGE } from './use-bridge'

const run = runIdSchema.parse('20260101-000000-seed-cnn-abcd')
const otherRun = runIdSchema.parse('20260102-000000-tiny-abcd')
const job = jobIdSchema.parse('11111111-1111-4111-8111-111111111111')
const otherJob = jobIdSchema.parse('22222222-2222-4222-8222-222222222222')
const training: CurveSource = { job, attempt: 1, isTraining: true }

const pointAt = (step: number) => ({
  step,
  loss: 1 / step,
  accuracy: 1 - 1 / step,
  learningRate: 1e-3,
})

/** The folder's curves up to a step, ten steps apart, with epochs of 100 steps. */
function folderUpTo(last: number, of = run): Answer<RunMetrics> {
  const points = Array.from({ length: Math.floor(last / 10) }, (_, index) =>
    pointAt((index + 1) * 10),
  )
  const means = { loss: 0.5, accuracy: 0.5 }
  return {
    ok: true,
    result: {
      run: of,
      stepsPerEpoch: 100,
      steps: {
        step: points.map(({ step }) => step),
        loss: points.map(({ loss }) => loss),
        accuracy: points.map(({ accuracy }) => accuracy),
        learningRate: points.map(({ learningRate }) => learningRate),
      },
      epochs: Array.from({ length: Math.floor(last / 100) }, (_, index) => ({
        epoch: index + 1,
        step: (index + 1) * 100,
        learningRate: 1e-3,
        training: means,
        validation: means,
        steering: means,
        best: true,
      })),
    },
  }
}

function progress(steps: readonly number[], changes: Partial<JobProgress> = {}): JobProgress {
  const doing = { kind: 'evaluating', part: 'test', imagesDone: 0, images: 1 } as const
  return {
    job,
    attempt: 1,
    run,
    doing,
    imagesPerSecond: null,
    secondsElapsed: 0,
    secondsLeft: null,
    memoryBytes: null,
    points: steps.map(pointAt),
    ...changes,
  }
}

function epochEnded(epoch: number, attempt = 1): EventPayload<'training.epoch'> {
  const means = { loss: 0.4, accuracy: 0.6 }
  return {
    job,
    attempt,
    step: epoch * 100,
    epoch: {
      type: 'epoch',
      epoch,
      epochs: 15,
      learningRate: 1e-3,
      training: means,
      validation: means,
      steering: means,
      validationRecall: [],
      best: true,
      epochsWithoutGain: 0,
      imagesPerSecond: 1,
      secondsLeft: 1,
    },
  }
}

function open() {
  const bridge = new ScriptedBridge()
  const pinia = createPinia()
  createApp({}).provide(BRIDGE, bridge).use(pinia)
  const store = useCurvesStore(pinia)
  const end = store.begin()
  bridge.connection('connected')
  const steps = () =>
    store.state.phase === 'shown' ? [...store.state.curves.step.values] : store.state.phase
  const epochs = () =>
    store.state.phase === 'shown' ? store.state.curves.epochs.map(({ epoch }) => epoch) : []
  const askedFor = () => bridge.asked.map(({ name }) => name)
  /** Shows the run, whose folder ends at a step. */
  const shown = async (last: number, source: CurveSource | null = training) => {
    store.show(run, source)
    await bridge.answer('runs.metrics', folderUpTo(last))
  }
  return { bridge, store, end, steps, epochs, askedFor, shown }
}

describe('the curves of a run', () => {
  test('are read once and then grow', async () => {
    const { bridge, shown, steps, epochs, askedFor } = open()
    await shown(100)
    bridge.tell('training.progress', progress([110, 120]))
    bridge.tell('training.progress', progress([130]))
    bridge.tell('training.epoch', epochEnded(2))
    expect(steps()).toEqual([10, 20, 30, 40, 50, 60, 70, 80, 90, 100, 110, 120, 130])
    expect(epochs()).toEqual([1, 2])
    expect(askedFor()).toEqual(['runs.metrics'])
  })

  test('have each point once, though folder and messages overlap', async () => {
    const { bridge, store, steps, epochs } = open()
    store.show(run, training)
    bridge.tell('training.progress', progress([90, 100]))
    bridge.tell('training.epoch', epochEnded(1))
    bridge.tell('training.progress', progress([110]))
    await bridge.answer('runs.metrics', folderUpTo(100))
    bridge.tell('training.progress', progress([100, 110, 120]))
    expect(steps()).toEqual([10, 20, 30, 40, 50, 60, 70, 80, 90, 100, 110, 120])
    expect(epochs()).toEqual([1])
  })

  test('are read again where a point is missing, and shown meanwhile', async () => {
    const { bridge, shown, steps } = open()
    await shown(20)
    bridge.tell('training.progress', progress([50]))
    bridge.tell('training.progress', progress([60]))
    expect(steps()).toEqual([10, 20])
    await bridge.answer('runs.metrics', folderUpTo(50))
    expect(steps()).toEqual([10, 20, 30, 40, 50, 60])
  })

  test('take a point that is missing in the folder, too, for missing', async () => {
    const { bridge, shown, steps, askedFor } = open()
    await shown(20)
    bridge.tell('training.progress', progress([50]))
    await bridge.answer('runs.metrics', folderUpTo(20))
    expect(steps()).toEqual([10, 20, 50])
    bridge.tell('training.progress', progress([60]))
    expect(steps()).toEqual([10, 20, 50, 60])
    expect(askedFor()).toHaveLength(2)
  })

  test.each([
    ['another run', progress([30], { run: otherRun })],
    ['another job', progress([30], { job: otherJob })],
    ['an attempt that is over', progress([30], { attempt: 0 })],
  ])('refuse a message of %s', async (_, message) => {
    const { bridge, shown, steps, askedFor } = open()
    await shown(20)
    bridge.tell('training.progress', message)
    expect(steps()).toEqual([10, 20])
    expect(askedFor()).toHaveLength(1)
  })

  test('are read again after a new attempt, which went back to a checkpoint', async () => {
    const { bridge, shown, steps } = open()
    await shown(50)
    bridge.tell('training.progress', progress([40], { attempt: 2 }))
    await bridge.answer('runs.metrics', folderUpTo(30))
    expect(steps()).toEqual([10, 20, 30, 40])
    bridge.tell('training.progress', progress([60], { attempt: 1 }))
    bridge.tell('training.epoch', epochEnded(1, 1))
    expect(steps()).toEqual([10, 20, 30, 40])
  })

  test('are read once for a new attempt that the queue tells of first', async () => {
    const { bridge, store, shown, steps, askedFor } = open()
    await shown(50)
    store.show(run, { job, attempt: 2, isTraining: false })
    expect(askedFor()).toHaveLength(1)
    store.show(run, { job, attempt: 2, isTraining: true })
    await bridge.answer('runs.metrics', folderUpTo(30))
    bridge.tell('training.progress', progress([40], { attempt: 2 }))
    expect(steps()).toEqual([10, 20, 30, 40])
    expect(askedFor()).toHaveLength(2)
  })

  test('are read again when another job takes up the run', async () => {
    const { bridge, store, shown, steps } = open()
    await shown(50, null)
    store.show(run, { job: otherJob, attempt: 1, isTraining: true })
    await bridge.answer('runs.metrics', folderUpTo(30))
    bridge.tell('training.progress', progress([40], { job: otherJob }))
    bridge.tell('training.progress', progress([50]))
    expect(steps()).toEqual([10, 20, 30, 40])
  })

  test('are read again when the connection is back', async () => {
    const { bridge, shown, steps } = open()
    await shown(20)
    bridge.connection('lost')
    bridge.connection('connecting')
    expect(steps()).toEqual([10, 20])
    bridge.connection('connected')
    await bridge.answer('runs.metrics', folderUpTo(60))
    expect(steps()).toEqual([10, 20, 30, 40, 50, 60])
  })

  test('of a run that is shown no more do not arrive', async () => {
    const { bridge, store, steps } = open()
    store.show(run, null)
    store.show(otherRun, null)
    await bridge.answer('runs.metrics', folderUpTo(30))
    expect(steps()).toBe('loading')
    await bridge.answer('runs.metrics', folderUpTo(10, otherRun))
    expect(steps()).toEqual([10])
  })

  test('that cannot be read say why, and can be tried again', async () => {
    const { bridge, store, steps } = open()
    store.show(run, null)
    const error = { code: 'run-missing', message: 'gone', hint: 'look' } as const
    await bridge.answer('runs.metrics', { ok: false, error })
    expect(store.state).toEqual({ phase: 'failed', run, error })
    store.retry()
    expect(store.state.phase).toBe('loading')
    await bridge.answer('runs.metrics', folderUpTo(10))
    expect(steps()).toEqual([10])
  })

  test('stay where reading them again finds no connection', async () => {
    const { bridge, shown, steps } = open()
    await shown(20)
    bridge.tell('training.progress', progress([50]))
    const error = { code: 'connection-lost', message: 'gone', hint: 'wait' } as const
    await bridge.answer('runs.metrics', { ok: false, error })
    expect(steps()).toEqual([10, 20])
  })

  test('listen to nothing any more when they have ended', async () => {
    const { bridge, shown, end } = open()
    await shown(20)
    end()
    expect(bridge.listenerCount).toBe(0)
  })
})
