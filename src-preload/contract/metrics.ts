import { z } from 'zod'

/** Every so many steps, counted over the whole run, one is written down. */
export const LOGGED_STEPS = 10

const share = z.number().min(0).max(1)

/**
 * A line of `metrics.jsonl`: a training step (every tenth) or an epoch. Each line has each column, null
 * where it does not apply. Nothing here depends on the clock, so two equal runs have equal files.
 */
export const metricsLineSchema = z.strictObject({
  kind: z.enum(['step', 'epoch']),
  /** Counted from 1. */
  epoch: z.int().positive(),
  /** Steps made, this one included, counted over the whole run. */
  step: z.int().positive(),
  learningRate: z.number(),
  /** Of the batch before its update (`step`), or the mean over the epoch's batches (`epoch`). */
  trainingLoss: z.number(),
  trainingAccuracy: share,
  /** Each validation image alike, logits as the network gives them. */
  validationLoss: z.number().nullable(),
  validationAccuracy: share.nullable(),
  /** What schedule, stopping and best epoch follow: weighted to the test part's shares, logits adjusted. */
  steeringLoss: z.number().nullable(),
  steeringAccuracy: share.nullable(),
  /** Whether it is the best epoch so far. */
  best: z.boolean().nullable(),
  /** By class index; null for a class without validation images. */
  validationRecall: z.array(share.nullable()).nullable(),
})
export type MetricsLine = z.infer<typeof metricsLineSchema>
