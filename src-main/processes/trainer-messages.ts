import { z } from 'zod'
import { errorSchema } from '../../src-preload/contract/errors'
import { checkedNetworkSchema, deviceMeasurementSchema } from '../../src-preload/contract/gpu-check'
import { deviceSchema, trainingProgressSchema } from '../../src-preload/contract/job'
import { precisionSchema, trainingConfigurationSchema } from '../../src-preload/contract/training'
import { milestoneSchema } from '../../src-preload/contract/training-events'

/** What the trainer process can be asked: one job a process, and to stop it. */
export const trainerRequestSchema = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('train'),
    /** A name in the data home, or a folder. */
    dataset: z.string(),
    split: z.string().nullable(),
    /** Which of the user's corrections of it to apply. */
    corrections: z.enum(['current', 'none']),
    /** The folder of all runs. */
    runsFolder: z.string(),
    configuration: trainingConfigurationSchema,
    /** What is to compute; null for a graphics card where one works, else the processor. */
    device: deviceSchema.nullable(),
  }),
  /** Goes on with a run, with the data set and the corrections that it was begun with. */
  z.strictObject({
    type: z.literal('resume'),
    runFolder: z.string(),
    device: deviceSchema.nullable(),
  }),
  /** Times the reference network's step; one that is not made on the device asked for fails. */
  z.strictObject({
    type: z.literal('time-steps'),
    device: deviceSchema,
    precision: precisionSchema,
    steps: z.int().min(1),
  }),
  /** Trains a small network on drawn strokes, for `gpu-check`. */
  z.strictObject({
    type: z.literal('measure-device'),
    device: deviceSchema,
    network: checkedNetworkSchema,
    precision: precisionSchema,
  }),
  /** A run ends after the step in hand, with a checkpoint. */
  z.strictObject({ type: z.literal('stop') }),
  z.strictObject({ type: z.literal('stop-after-epoch') }),
])
export type TrainerRequest = z.infer<typeof trainerRequestSchema>

export const trainerReplySchema = z.discriminatedUnion('type', [
  /** Each is told. */
  z.strictObject({ type: z.literal('milestone'), event: milestoneSchema }),
  /** At most ten a second. */
  z.strictObject({ type: z.literal('progress'), progress: trainingProgressSchema }),
  z.strictObject({ type: z.literal('step-times'), stepsMs: z.array(z.number()) }),
  /** How much of a device's measurement is done. */
  z.strictObject({ type: z.literal('measuring'), share: z.number().min(0).max(1) }),
  z.strictObject({ type: z.literal('device-measured'), measurement: deviceMeasurementSchema }),
  z.strictObject({ type: z.literal('failed'), error: errorSchema }),
])
export type TrainerReply = z.infer<typeof trainerReplySchema>
