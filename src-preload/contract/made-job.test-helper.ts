import { jobIdSchema, type Job, type JobPhase, type JobResult, type JobState } from './job'
import { runIdSchema } from './run'
import { trainingConfigurationSchema } from './training'
import type { RunDescription } from './training-events'

export const RUN = runIdSchema.parse('20260102-030405-tiny-abcd')

export const DESCRIPTION: RunDescription = {
  dataset: 'strokes',
  split: 'balanced',
  fingerprint: 'f'.repeat(64),
  corrections: null,
  classes: 47,
  trainingImages: 9000,
  validationImages: 1000,
  testImages: 2000,
  parameters: 25_000,
  multiplyAdds: 500_000,
  stepsPerEpoch: 90,
  configuration: trainingConfigurationSchema.parse({
    architecture: { name: 'tiny' },
    batchSize: 100,
    epochs: 3,
  }),
  unseenClasses: [],
  logitAdjustment: false,
  weightedValidation: false,
}

export const RESULT: JobResult = {
  bestEpoch: 3,
  test: {
    loss: 0.4,
    accuracy: 0.9,
    interval: { method: 'wilson', level: 0.95, lower: 0.886, upper: 0.912 },
  },
}

export const FAULT = { code: 'out-of-memory', message: 'too little', hint: 'Free some.' } as const

const known = { run: RUN, description: DESCRIPTION }

/** A state of each phase, with all that can be known in it. */
export const STATES: { readonly [Phase in JobPhase]: Extract<JobState, { phase: Phase }> } = {
  queued: { phase: 'queued', ...known },
  starting: { phase: 'starting', ...known },
  running: { phase: 'running', ...known, epochsBefore: 1, stepsBefore: 5 },
  pausing: { phase: 'pausing', ...known },
  paused: { phase: 'paused', ...known },
  stopping: { phase: 'stopping', after: 'epoch', ...known },
  stopped: { phase: 'stopped', ...known },
  failed: { phase: 'failed', error: FAULT, ...known },
  finished: { phase: 'finished', ...known, reason: 'finished', result: RESULT },
}

export function madeJob(state: JobState, attempt = 1): Job {
  return {
    id: jobIdSchema.parse('00000000-0000-4000-8000-000000000001'),
    device: 'cpu',
    task: {
      kind: 'start',
      newRun: {
        dataset: 'strokes',
        split: null,
        corrections: 'current',
        configuration: DESCRIPTION.configuration,
      },
    },
    attempt,
    state,
    createdAt: '2026-01-02T03:04:05.000Z',
  }
}
