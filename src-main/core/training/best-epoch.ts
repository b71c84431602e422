import { z } from 'zod'

/** The epoch with the lowest validation loss so far. */
export const bestEpochSchema = z.strictObject({
  /** Counted from 1. */
  epoch: z.int().positive(),
  /** Means over its validation images, as they steer. */
  loss: z.number(),
  accuracy: z.number(),
})
export type BestEpoch = z.infer<typeof bestEpochSchema>

/** What early stopping counts. */
export const stoppingStateSchema = z.strictObject({
  best: bestEpochSchema.nullable(),
  epochsSince: z.int().min(0),
})
export type StoppingState = z.infer<typeof stoppingStateSchema>

export const NO_EPOCH: StoppingState = { best: null, epochsSince: 0 }

/** The state after one more epoch; a tie stays with the earlier. */
export function stoppingAfterEpoch(state: StoppingState, latest: BestEpoch): StoppingState {
  return state.best === null || latest.loss < state.best.loss
    ? { best: latest, epochsSince: 0 }
    : { ...state, epochsSince: state.epochsSince + 1 }
}

/** Whether training has gone `patience` epochs without a lower validation loss; null waits for ever. */
export function shouldStopEarly({ epochsSince }: StoppingState, patience: number | null): boolean {
  return patience !== null && epochsSince >= patience
}
