/** The epoch with the lowest validation loss so far, and how long ago that was. */
export interface BestEpoch {
  /** Counted from 1; null before the first. */
  readonly epoch: number | null
  readonly loss: number
  readonly epochsSince: number
}

export const NO_EPOCH: BestEpoch = { epoch: null, loss: Infinity, epochsSince: 0 }

/** The best epoch after one more; a tie stays with the earlier. */
export function bestAfterEpoch(best: BestEpoch, epoch: number, loss: number): BestEpoch {
  return loss < best.loss
    ? { epoch, loss, epochsSince: 0 }
    : { ...best, epochsSince: best.epochsSince + 1 }
}

/** Whether training has gone `patience` epochs without a lower validation loss; null waits for ever. */
export function shouldStopEarly({ epochsSince }: BestEpoch, patience: number | null): boolean {
  return patience !== null && epochsSince >= patience
}
