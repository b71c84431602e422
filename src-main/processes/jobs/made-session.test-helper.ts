import type { NewRun } from '../../../src-preload/contract/job'
import { DESCRIPTION, RESULT, RUN } from '../../../src-preload/contract/made-job.test-helper'
import type { Milestone } from '../../../src-preload/contract/training-events'
import { MadeProcesses } from '../made-process.test-helper'
import { TrainingJobs } from './job-queue'
import { ToldOfJobs } from './told-of-jobs.test-helper'

export const HOME = '/made/home'
export const NEW_RUN: NewRun = {
  ...{ dataset: 'strokes', split: null, corrections: 'current' },
  configuration: DESCRIPTION.configuration,
}
/** How a process ends that has done what it was to do. */
export const IN_ORDER = { kind: 'exited', code: 0 } as const

const means = { loss: 0.5, accuracy: 0.8 }
const figures = { precision: 0.9, recall: 0.9, f1: 0.9 }

/** What a trainer says of a run, a message of each kind. */
export const MILESTONES = {
  started: {
    ...{ type: 'started', run: DESCRIPTION, folder: `${HOME}/runs/${RUN}` },
    ...{ epochsDone: 0, stepsDone: 0, secondsDone: 0 },
  },
  epoch: {
    ...{ type: 'epoch', epoch: 2, epochs: 3, learningRate: 0.001 },
    ...{ training: means, validation: means, steering: means, validationRecall: [] },
    ...{ best: false, epochsWithoutGain: 1, imagesPerSecond: 1000, secondsLeft: 9 },
  },
  interrupted: { type: 'ended', reason: 'interrupted', epochsDone: 1, bestEpoch: 1, seconds: 5 },
  ended: { type: 'ended', reason: 'finished', epochsDone: 3, bestEpoch: 3, seconds: 9 },
  done: {
    ...{ type: 'done', run: RUN, bestEpoch: RESULT.bestEpoch },
    test: {
      ...{ count: 2000, loss: 0.4, accuracy: 0.9, interval: RESULT.test?.interval ?? null },
      ...{ top3Accuracy: 0.99, calibration: null, macro: figures, weighted: figures },
      ...{ perClass: [], confusion: [], topConfusions: [], confusedPairs: [] },
      ...{ bestClasses: [], hardestClasses: [], unadjusted: null },
    },
    testMeasured: { runs: 1, times: 1 },
  },
} as const satisfies Readonly<Record<string, Milestone>>

export const milestone = (event: Milestone) => ({ type: 'milestone', event })

export const progress = (step: number, learningRate = 0.001) => ({
  type: 'progress',
  progress: {
    doing: { kind: 'training', epoch: 1, step, loss: 1, accuracy: 0.5, learningRate },
    ...{ imagesPerSecond: 100, secondsElapsed: 1, secondsLeft: 2, memoryBytes: 3, points: [] },
  },
})

/** A session whose processes do what a test says. */
export function open() {
  const processes = new MadeProcesses()
  const told = new ToldOfJobs()
  const jobs = new TrainingJobs({ startProcess: processes.start, home: HOME, listener: told })
  return { jobs, told, processes }
}

/** The same, with a job that runs. */
export function running() {
  const session = open()
  const id = session.jobs.start(NEW_RUN)
  const trainer = session.processes.last
  trainer.say(milestone(MILESTONES.started))
  return { ...session, id, trainer }
}
