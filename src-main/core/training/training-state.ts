import { z } from 'zod'
import type { TrainingConfiguration } from '../../../src-preload/contract/training'
import { NO_EPOCH, shouldStopEarly, stoppingStateSchema } from './best-epoch'
import { initialScheduleState, scheduleStateSchema } from './schedule'

const count = z.int().min(0)

/**
 * How far a run has come, apart from its tensors: with both it goes on from here bit for bit, since every
 * random number is keyed by seed, epoch and step.
 */
export const trainingStateSchema = z.strictObject({
  /** Epochs ended, validation included. */
  epoch: count,
  /** Steps made in the epoch after those. */
  position: count,
  /** Sums over these steps. */
  sums: z.strictObject({ loss: z.number(), accuracy: z.number() }),
  /** Of the last step made. */
  learningRate: z.number(),
  schedule: scheduleStateSchema,
  stopping: stoppingStateSchema,
  /** Time spent training and validating. */
  seconds: z.number().min(0),
})
export type TrainingState = z.infer<typeof trainingStateSchema>

export function initialState(
  configuration: Pick<TrainingConfiguration, 'learningRate'>,
): TrainingState {
  return {
    epoch: 0,
    position: 0,
    sums: { loss: 0, accuracy: 0 },
    learningRate: 0,
    schedule: initialScheduleState(configuration),
    stopping: NO_EPOCH,
    seconds: 0,
  }
}

/** Why training is over in this state; null where it is not. */
export function endOfTraining(
  { epoch, stopping }: TrainingState,
  {
    epochs,
    earlyStoppingPatience,
  }: Pick<TrainingConfiguration, 'epochs' | 'earlyStoppingPatience'>,
): 'finished' | 'stopped-early' | null {
  if (epoch >= epochs) return 'finished'
  return shouldStopEarly(stopping, earlyStoppingPatience) ? 'stopped-early' : null
}
