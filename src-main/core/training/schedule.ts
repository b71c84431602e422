import { z } from 'zod'
import type { ScheduleConfiguration } from '../../../src-preload/contract/training'
import { assertNever } from '../errors'

/** Smaller gains count as none: Keras's default `min_delta` of ReduceLROnPlateau. */
const MINIMUM_GAIN = 1e-4

export interface ScheduleOptions {
  readonly schedule: ScheduleConfiguration
  /** The rate after warm-up, before any reduction. */
  readonly learningRate: number
  readonly warmUpEpochs: number
  readonly stepsPerEpoch: number
  readonly epochs: number
}

/** What a schedule remembers from one epoch to the next: only `plateau` does. */
export const scheduleStateSchema = z.strictObject({
  learningRate: z.number(),
  lowestLoss: z.number().nullable(),
  epochsWithoutGain: z.int().min(0),
})
export type ScheduleState = z.infer<typeof scheduleStateSchema>

export function initialScheduleState({
  learningRate,
}: Pick<ScheduleOptions, 'learningRate'>): ScheduleState {
  return { learningRate, lowestLoss: null, epochsWithoutGain: 0 }
}

/**
 * The learning rate of a step: rising linearly through the warm-up (Goyal et al. 2017), then as the
 * schedule says; `cosine` falls to its minimum by half a cosine (Loshchilov and Hutter 2017).
 * @param step steps made before this one
 */
export function learningRateAt(
  step: number,
  state: ScheduleState,
  options: ScheduleOptions,
): number {
  const { schedule, stepsPerEpoch, warmUpEpochs, epochs } = options
  const warmUpSteps = Math.round(warmUpEpochs * stepsPerEpoch)
  if (step < warmUpSteps) return (state.learningRate * (step + 1)) / warmUpSteps
  switch (schedule.kind) {
    case 'plateau':
    case 'constant':
      return state.learningRate
    case 'cosine': {
      const left = Math.max(1, epochs * stepsPerEpoch - warmUpSteps)
      const progress = Math.min(1, (step - warmUpSteps) / left)
      const share = (1 + Math.cos(Math.PI * progress)) / 2
      const minimum = Math.min(schedule.minimum, state.learningRate)
      return minimum + (state.learningRate - minimum) * share
    }
    default:
      return assertNever(schedule)
  }
}

/**
 * The state after an epoch. `plateau` multiplies the rate by its factor once the loss has gone `patience`
 * epochs without a gain (Keras's ReduceLROnPlateau); a patience of 0 acts as 1 there too.
 */
export function scheduleAfterEpoch(
  state: ScheduleState,
  validationLoss: number,
  { schedule }: ScheduleOptions,
): ScheduleState {
  if (schedule.kind !== 'plateau') return state
  const gained = state.lowestLoss === null || validationLoss < state.lowestLoss - MINIMUM_GAIN
  if (gained) return { ...state, lowestLoss: validationLoss, epochsWithoutGain: 0 }
  const epochsWithoutGain = state.epochsWithoutGain + 1
  if (epochsWithoutGain < schedule.patience) return { ...state, epochsWithoutGain }
  const reduced = Math.max(state.learningRate * schedule.factor, schedule.minimum)
  return {
    ...state,
    epochsWithoutGain: 0,
    learningRate: Math.min(state.learningRate, reduced),
  }
}
