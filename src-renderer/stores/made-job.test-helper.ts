import {
  jobIdSchema,
  type Job,
  type JobProgress,
  type NewRun,
} from '../../src-preload/contract/job'
import { runIdSchema } from '../../src-preload/contract/run'
import type { RunDescription } from '../../src-preload/contract/training-events'
import { trainingConfigurationSchema } from '../../src-preload/contract/training'

export const MADE_RUN = runIdSchema.parse('20260101-000000-tiny-abcd')

/** Ten epochs of a hundred steps. */
export const MADE_NEW_RUN: NewRun = {
  dataset: 'strokes',
  split: null,
  corrections: 'current',
  configuration: trainingConfigurationSchema.parse({ epochs: 10, architecture: { name: 'tiny' } }),
}

export const MADE_DESCRIPTION: RunDescription = {
  dataset: 'Strokes',
  split: 'strokes',
  fingerprint: '',
  corrections: null,
  classes: 47,
  trainingImages: 25_600,
  validationImages: 2560,
  testImages: 2560,
  parameters: 38_215,
  multiplyAdds: 1,
  stepsPerEpoch: 100,
  configuration: trainingConfigurationSchema.parse(MADE_NEW_RUN.configuration),
  unseenClasses: [],
  logitAdjustment: false,
  weightedValidation: false,
}

export const RUNNING: Job['state'] = {
  phase: 'running',
  run: MADE_RUN,
  description: MADE_DESCRIPTION,
  epochsBefore: 0,
  stepsBefore: 0,
}
export const QUEUED: Job['state'] = { phase: 'queued', run: null, description: null }
export const STOPPED: Job['state'] = {
  phase: 'stopped',
  run: MADE_RUN,
  description: MADE_DESCRIPTION,
}

/** Jobs differ by their number. */
export function madeJob(number: number, state: Job['state'], changes: Partial<Job> = {}): Job {
  return {
    id: jobIdSchema.parse(`${String(number).padStart(8, '0')}-0000-4000-8000-000000000000`),
    device: 'cpu',
    task: {
      kind: 'start',
      newRun: { ...MADE_NEW_RUN, configuration: MADE_DESCRIPTION.configuration },
    },
    attempt: 1,
    state,
    createdAt: '2026-01-01T00:00:00.000Z',
    ...changes,
  }
}

/** A report of a job's attempt, at a step of its second epoch. */
export function madeProgress(job: Job, changes: Partial<JobProgress> = {}): JobProgress {
  return {
    job: job.id,
    attempt: job.attempt,
    run: MADE_RUN,
    doing: {
      kind: 'training',
      epoch: 2,
      step: 50,
      loss: 1,
      accuracy: 0.5,
      learningRate: 1e-3,
    },
    imagesPerSecond: 1000,
    secondsElapsed: 10,
    secondsLeft: 60,
    memoryBytes: 5e8,
    points: [],
    ...changes,
  }
}
