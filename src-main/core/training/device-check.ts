/** What is trained on: enough that a network learns to read, and that an epoch takes seconds on a processor. */
export const CHECKED_DATA = { trainPerClass: 120, testPerClass: 40, seed: 1 } as const
export const CHECKED_TRAINING = { epochs: 3, batchSize: 128 } as const
/** So few that rounding has not yet led the two devices apart. */
export const COMPARED_STEPS = 8
