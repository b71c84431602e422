import type { JobLogEntry, JobResult } from '../../../src-preload/contract/job'
import type { Milestone, RunDescription } from '../../../src-preload/contract/training-events'
import type { StepReport } from './tracked-job'

type Entry = JobLogEntry['entry']
type MilestoneOf<Type extends Milestone['type']> = Extract<Milestone, { type: Type }>

/** @param queue the device that the job waited for, where the trainer names none */
export function startedEntry({ run, ...done }: MilestoneOf<'started'>, queue: string): Entry {
  const { trainingImages, validationImages, testImages } = run
  return {
    ...{ kind: 'started', trainingImages, validationImages, testImages },
    ...{ epochsBefore: done.epochsDone, stepsBefore: done.stepsDone },
    device: done.device ?? queue,
    ...(done.withoutGpu === undefined ? {} : { withoutGpu: done.withoutGpu }),
    ...(done.tf32 === undefined ? {} : { tf32: done.tf32 }),
  }
}

export function epochEntry(event: MilestoneOf<'epoch'>, { configuration }: RunDescription): Entry {
  const { epoch, training, validation, steering, best, epochsWithoutGain, imagesPerSecond } = event
  const patience = configuration.earlyStoppingPatience
  return {
    ...{ kind: 'epoch', epoch, training, validation, steering, best },
    ...{ epochsWithoutGain, patience, imagesPerSecond },
  }
}

/**
 * The entry of a learning rate that a plateau has lowered; null where it is as it was, or moves with each
 * step by its schedule.
 */
export function learningRateEntry(
  { configuration, stepsPerEpoch }: RunDescription,
  before: StepReport | undefined,
  now: StepReport,
): Entry | null {
  if (before === undefined || before.learningRate === now.learningRate) return null
  const { schedule, warmUpEpochs } = configuration
  const stepsBefore = (before.epoch - 1) * stepsPerEpoch + before.step
  const isSteady = schedule.kind === 'plateau' && stepsBefore > warmUpEpochs * stepsPerEpoch
  return isSteady
    ? { kind: 'learning-rate', from: before.learningRate, to: now.learningRate }
    : null
}

export function resultOf({ bestEpoch, test }: MilestoneOf<'done'>): JobResult {
  const { loss, accuracy, interval } = test
  const isMeasured = loss !== null && accuracy !== null && interval !== null
  return { bestEpoch, test: isMeasured ? { loss, accuracy, interval } : null }
}
