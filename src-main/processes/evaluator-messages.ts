import { z } from 'zod'
import { REQUESTS } from '../../src-preload/contract/bridge/requests'
import { errorSchema } from '../../src-preload/contract/errors'

const count = z.int().min(0)

/** What the evaluator can be asked: one job a process, and to stop it. */
export const evaluatorRequestSchema = z.discriminatedUnion('type', [
  /** Measures a run's best weights, and keeps the measurement in its folder. */
  z.strictObject({
    type: z.literal('measure'),
    home: z.string(),
    runFolder: z.string(),
    ...REQUESTS['measurements.measure'].params.omit({ run: true }).shape,
  }),
  z.strictObject({ type: z.literal('stop') }),
])
export type EvaluatorRequest = z.infer<typeof evaluatorRequestSchema>

export const evaluatorReplySchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('progress'), imagesDone: count, images: count }),
  /** @property file of the measurement, without what ends its name */
  z.strictObject({ type: z.literal('measured'), file: z.string() }),
  z.strictObject({ type: z.literal('failed'), error: errorSchema }),
])
export type EvaluatorReply = z.infer<typeof evaluatorReplySchema>
