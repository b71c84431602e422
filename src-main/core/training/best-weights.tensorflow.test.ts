import { describe, expect, test } from 'vitest'
import type { TrainingConfigurationInput } from '../../../src-preload/contract/training'
import type { TrainingEvent } from '../../../src-preload/contract/training-events'
import type { Dataset } from '../datasets/dataset'
import { createRandom } from '../random/random'
import { bitsOf, STILL, useTraining, type FinishedRun } from './quick-run.test-helper'
import { EVALUATION_BATCH } from './image-logits'

const { datasets, runWith } = useTraining()

/** Learns by heart what cannot be understood: validation gets worse from early on. */
const MEMORISING: TrainingConfigurationInput = {
  architecture: { name: 'lenet' },
  learningRate: 3e-3,
  schedule: { kind: 'constant' },
  limit: 200,
  validation: 0.5,
  batchSize: 10,
  epochs: 6,
}

/** The even data set with labels that mean nothing. */
function meaningless(): Dataset {
  const { even } = datasets()
  const labels = even.labels.slice()
  createRandom(1, 'labels').shuffle(labels)
  return { ...even, labels }
}

describe('the best epoch', () => {
  test('has the lowest steering loss, and its weights are what is left', async () => {
    const dataset = meaningless()
    const run = await runWith({ ...MEMORISING, earlyStoppingPatience: null }, { dataset })
    const losses = run.of('epoch').map(({ steering }) => steering.loss)
    const best = 1 + losses.indexOf(Math.min(...losses))
    expect(best).toBeLessThan(6)
    expect(run.one('ended').bestEpoch).toBe(best)
    expect(run.one('done').bestEpoch).toBe(best)
    const lowest = (position: number) => Math.min(Infinity, ...losses.slice(0, position))
    expect(run.of('epoch').map((epoch) => epoch.best)).toEqual(
      losses.map((loss, position) => loss < lowest(position)),
    )
    // A run that ends there has the same weights, and measures the same.
    const shorter = await runWith({ ...MEMORISING, epochs: best }, { dataset })
    expect(bitsOf(run.weights)).toEqual(bitsOf(shorter.weights))
    expect(run.one('done').test).toEqual(shorter.one('done').test)
  })

  test('is the earliest on ties', async () => {
    const run = await runWith({ ...STILL, epochs: 3 })
    const losses = run.of('epoch').map(({ steering }) => steering.loss)
    expect(new Set(losses).size).toBe(1)
    expect(run.one('done').bestEpoch).toBe(1)
    expect(run.of('epoch').map(({ best }) => best)).toEqual([true, false, false])
  })
})

describe('early stopping', () => {
  test('ends a run that gains nothing, and measures the best epoch', async () => {
    const run = await runWith({ ...STILL, epochs: 9, earlyStoppingPatience: 2 })
    expect(run.one('ended')).toMatchObject({ reason: 'stopped-early', epochsDone: 3, bestEpoch: 1 })
    expect(run.one('done').bestEpoch).toBe(1)
  })

  test('never comes where it is switched off', async () => {
    const run = await runWith({ ...STILL, epochs: 7, earlyStoppingPatience: null })
    expect(run.one('ended')).toMatchObject({ reason: 'finished', epochsDone: 7 })
  })
})

describe('an interrupted run', () => {
  /** Aborts as the first such event comes; answers what came after it as well. */
  async function interruptedAt(
    wanted: (event: TrainingEvent) => boolean,
    input: TrainingConfigurationInput = {},
    dataset = datasets().even,
  ): Promise<{ readonly run: FinishedRun; readonly after: readonly TrainingEvent[] }> {
    const controller = new AbortController()
    const after: TrainingEvent[] = []
    const run = await runWith(input, {
      dataset,
      signal: controller.signal,
      onEvent: (event) => {
        if (controller.signal.aborted) after.push(event)
        else if (wanted(event)) controller.abort()
      },
    })
    return { run, after }
  }

  const isStep = (epoch: number, step: number) => (event: TrainingEvent) =>
    event.type === 'step' && event.epoch === epoch && event.step === step

  test('in mid-epoch makes no further step and leaves the best weights so far', async () => {
    const { run, after } = await interruptedAt(isStep(2, 3))
    expect(after).toEqual([
      expect.objectContaining({
        type: 'ended',
        reason: 'interrupted',
        epochsDone: 1,
        bestEpoch: 1,
      }),
    ])
    expect(bitsOf(run.weights)).toEqual(bitsOf((await runWith({ epochs: 1 })).weights))
  })

  test('leaves the weights of its best epoch, not of its last', async () => {
    const dataset = meaningless()
    const { run } = await interruptedAt(isStep(6, 1), MEMORISING, dataset)
    const { bestEpoch } = run.one('ended')
    expect(bestEpoch).toBeLessThan(5)
    const shorter = await runWith({ ...MEMORISING, epochs: bestEpoch ?? 0 }, { dataset })
    expect(bitsOf(run.weights)).toEqual(bitsOf(shorter.weights))
  })

  test('in its first epoch leaves nothing', async () => {
    const { run, after } = await interruptedAt(isStep(1, 14))
    expect(run.trained).toBeNull()
    expect(after).toEqual([
      expect.objectContaining({
        type: 'ended',
        reason: 'interrupted',
        epochsDone: 0,
        bestEpoch: null,
      }),
    ])
  })

  test('before its first step makes none', async () => {
    const run = await runWith({}, { signal: AbortSignal.abort() })
    expect(run.trained).toBeNull()
    expect(run.events.map(({ type }) => type)).toEqual(['started', 'ended'])
  })

  test('from outside ends within a step', async () => {
    const controller = new AbortController()
    const after: string[] = []
    // Timers are served between two steps.
    setTimeout(() => controller.abort(), 300)
    const run = await runWith(
      { epochs: 100_000, earlyStoppingPatience: null },
      {
        signal: controller.signal,
        onEvent: (event) => {
          if (controller.signal.aborted && event.type !== 'ended') after.push(event.type)
        },
      },
    )
    // One call of the session was under way; where it was the last of an epoch, that is told as well.
    expect(['', 'step', 'evaluating', 'epoch', 'evaluating epoch']).toContain(after.join(' '))
    expect(run.one('ended').reason).toBe('interrupted')
  })

  test('in validation does not wait for its end', async () => {
    const controller = new AbortController()
    // Validation takes two calls; what is set off by the last step runs after the first of them.
    const run = await runWith(
      { epochs: 1, validation: 0.8 },
      {
        signal: controller.signal,
        onEvent: (event) => {
          if (event.type === 'step' && event.step === event.stepsPerEpoch)
            setImmediate(() => controller.abort())
        },
      },
    )
    expect(run.one('started').run.validationImages).toBeGreaterThan(EVALUATION_BATCH)
    expect(run.of('epoch')).toEqual([])
    expect(run.one('ended')).toMatchObject({ reason: 'interrupted', epochsDone: 0 })
    expect(run.trained).toBeNull()
  })

  test('before its test part is measured says so and keeps what it has learnt', async () => {
    const { run, after } = await interruptedAt(({ type }) => type === 'epoch', { epochs: 1 })
    expect(after).toEqual([
      expect.objectContaining({
        type: 'ended',
        reason: 'interrupted',
        epochsDone: 1,
        bestEpoch: 1,
      }),
    ])
    expect(run.trained?.weights.size).toBeGreaterThan(0)
  })
})
