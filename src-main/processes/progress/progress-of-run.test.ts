import { describe, expect, test } from 'vitest'
import { DESCRIPTION } from '../../../src-preload/contract/made-job.test-helper'
import type { Milestone } from '../../../src-preload/contract/training-events'
import { ProgressOfRun } from './progress-of-run'

// 90 steps of 100 images an epoch, 3 epochs, 1,000 images to validate and 2,000 to test.
const STARTED: Extract<Milestone, { type: 'started' }> = {
  ...{ type: 'started', run: DESCRIPTION, folder: '/runs/made' },
  ...{ epochsDone: 0, stepsDone: 0, secondsDone: 7 },
}
const STEP_MS = 20

function begun() {
  const progress = new ProgressOfRun(STARTED, 0)
  let nowMs = 0
  return {
    progress,
    /** Makes such steps of an epoch, one after the other. */
    steps: (epoch: number, from: number, to: number) => {
      for (let step = from; step <= to; step += 1) {
        nowMs += STEP_MS
        progress.step(
          {
            ...{ type: 'step', epoch, step, stepsPerEpoch: 90 },
            ...{ loss: 1 / step, accuracy: 0.5, learningRate: 0.001, stepMs: STEP_MS },
          },
          nowMs,
        )
      }
    },
    evaluated: (part: 'validation' | 'test', imagesDone: number, images: number, ms: number) => {
      nowMs += ms
      progress.evaluating({ type: 'evaluating', part, imagesDone, images }, nowMs)
    },
    ended: (epoch: number) => progress.epoch({ epoch }, nowMs),
    report: () => progress.report(nowMs, null),
  }
}

test('before the first step there is nothing to report', () => {
  expect(begun().report()).toBeNull()
})

test('the latest step is what a report tells', () => {
  const { steps, report } = begun()
  steps(1, 1, 4)
  expect(report()).toMatchObject({
    doing: { kind: 'training', epoch: 1, step: 4, loss: 0.25, accuracy: 0.5, learningRate: 0.001 },
    secondsElapsed: 7.08,
  })
})

test('the points of reports add up to every tenth step of the run', () => {
  const { steps, report } = begun()
  steps(1, 1, 35)
  const first = report()
  steps(1, 36, 90)
  steps(2, 1, 12)
  const second = report()
  expect(first?.points.map(({ step }) => step)).toEqual([10, 20, 30])
  expect(second?.points.map(({ step }) => step)).toEqual([40, 50, 60, 70, 80, 90, 100])
  expect(second?.points.at(-1)).toEqual({
    ...{ step: 100, loss: 0.1, accuracy: 0.5, learningRate: 0.001 },
  })
  expect(report()?.points).toEqual([])
})

test('speed is the median of steps, without the first one of the process', () => {
  const progress = new ProgressOfRun(STARTED, 0)
  const stepsMs = [900, 10, 30, 20]
  for (const [index, stepMs] of stepsMs.entries()) {
    progress.step(
      {
        ...{ type: 'step', epoch: 1, step: index + 1, stepsPerEpoch: 90 },
        ...{ loss: 1, accuracy: 0, learningRate: 0.1, stepMs },
      },
      0,
    )
    if (index === 0) expect(progress.report(0, null)?.imagesPerSecond).toBeNull()
  }
  expect(progress.report(0, null)?.imagesPerSecond).toBe(5000)
})

describe('the time that is left', () => {
  test('takes evaluation for a third of training before there was one', () => {
    const { steps, report } = begun()
    steps(1, 1, 30)
    // 240 steps of 20 ms, and 3 * 1,000 + 2,000 images at a third of 0.2 ms.
    expect(report()?.secondsLeft).toBeCloseTo(4.8 + 5000 * 0.0002 * (1 / 3), 9)
  })

  test('counts evaluation by what it took', () => {
    const { steps, evaluated, report, ended } = begun()
    steps(1, 1, 90)
    evaluated('validation', 400, 1000, 40)
    expect(report()?.doing).toEqual({
      ...{ kind: 'evaluating', part: 'validation', imagesDone: 400, images: 1000 },
    })
    // 180 steps of 20 ms, and 600 + 2 * 1,000 + 2,000 images of 0.1 ms.
    expect(report()?.secondsLeft).toBeCloseTo(3.6 + 0.46, 9)
    evaluated('validation', 1000, 1000, 60)
    ended(1)
    steps(2, 1, 90)
    expect(report()?.secondsLeft).toBeCloseTo(1.8 + 0.4, 9)
  })

  test('is none at the end of the test part', () => {
    const { steps, evaluated, report, ended } = begun()
    for (const epoch of [1, 2, 3]) {
      steps(epoch, 1, 90)
      evaluated('validation', 1000, 1000, 100)
      ended(epoch)
    }
    evaluated('test', 2000, 2000, 200)
    expect(report()?.secondsLeft).toBe(0)
  })
})

test('a run that goes on counts from where it was', () => {
  const progress = new ProgressOfRun({ ...STARTED, epochsDone: 1, stepsDone: 9 }, 0)
  progress.step(
    {
      ...{ type: 'step', epoch: 2, step: 10, stepsPerEpoch: 90 },
      ...{ loss: 1, accuracy: 0, learningRate: 0.1, stepMs: 5 },
    },
    1000,
  )
  expect(progress.report(1000, 5e8)).toMatchObject({
    points: [{ step: 100 }],
    secondsElapsed: 8,
    memoryBytes: 5e8,
  })
})
