import type { Job } from '../../src-preload/contract/job'
import type { TrainingStep } from './training-state'

/** How far a job is, by steps of all its epochs. */
export interface JobShare {
  /** The epoch in hand, or the last one; counted from 1. */
  readonly epoch: number
  readonly epochs: number
  /** 0 to 1. */
  readonly share: number
}

/** Null while nothing is known of how long its epochs are. */
export function shareOf(job: Job, step: TrainingStep | null): JobShare | null {
  const { state } = job
  const { description } = state
  if (description === null) return null
  const { epochs } = description.configuration
  if (state.phase === 'finished') return { epoch: epochs, epochs, share: 1 }
  const { stepsPerEpoch } = description
  const before =
    state.phase === 'running'
      ? { epochs: state.epochsBefore, steps: state.stepsBefore }
      : { epochs: 0, steps: 0 }
  const done =
    step === null
      ? before.epochs * stepsPerEpoch + before.steps
      : (step.epoch - 1) * stepsPerEpoch + step.step
  const epoch = step?.epoch ?? Math.min(epochs, before.epochs + 1)
  return { epoch, epochs, share: Math.min(1, done / Math.max(1, epochs * stepsPerEpoch)) }
}
