import { expect, test } from 'vitest'
import { shareOf } from './job-share'
import {
  madeJob,
  MADE_DESCRIPTION,
  MADE_RUN,
  QUEUED,
  RUNNING,
  STOPPED,
} from './made-job.test-helper'

const step = { kind: 'training', loss: 1, accuracy: 0.5, learningRate: 1e-3 } as const
const resumed = { ...RUNNING, epochsBefore: 3, stepsBefore: 50 } as const
const finished = {
  phase: 'finished',
  run: MADE_RUN,
  description: MADE_DESCRIPTION,
  reason: 'stopped-early',
  result: { bestEpoch: 4, test: null },
} as const

test.each([
  ['waits', QUEUED, null, null],
  ['has begun', RUNNING, null, { epoch: 1, epochs: 10, share: 0 }],
  ['goes on', resumed, null, { epoch: 4, epochs: 10, share: 0.35 }],
  ['is at a step', resumed, { ...step, epoch: 5, step: 50 }, { epoch: 5, epochs: 10, share: 0.45 }],
  ['was stopped', STOPPED, { ...step, epoch: 1, step: 100 }, { epoch: 1, epochs: 10, share: 0.1 }],
  ['has finished', finished, null, { epoch: 10, epochs: 10, share: 1 }],
] as const)('how far a job is that %s', (_, state, latest, share) => {
  expect(shareOf(madeJob(1, state), latest)).toEqual(share)
})
