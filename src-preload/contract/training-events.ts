import { z } from 'zod'
import { correctionsSummarySchema } from './dataset'
import { meansSchema, testResultSchema } from './evaluation'
import { trainingConfigurationSchema } from './training'

const count = z.int().min(0)

/** What a run trains on and with: said once, before the first step. */
export const runDescriptionSchema = z.strictObject({
  dataset: z.string(),
  split: z.string(),
  /** SHA-256 of classes, images and labels, as trained on: corrections are in it. */
  fingerprint: z.string(),
  /** The user's corrections of the data set that were in force; null where it was as in its files. */
  corrections: correctionsSummarySchema.nullable().default(null),
  classes: count,
  trainingImages: count,
  validationImages: count,
  testImages: count,
  parameters: count,
  multiplyAdds: count,
  stepsPerEpoch: count,
  configuration: trainingConfigurationSchema,
  /** Characters of the test part that the network sees no image of. */
  unseenClasses: z.array(z.string()),
  /** Whether the logits are corrected for class shares that differ between training and test part. */
  logitAdjustment: z.boolean(),
  /** Whether steering weighs validation images to the class shares of the test part. */
  weightedValidation: z.boolean(),
})
export type RunDescription = z.infer<typeof runDescriptionSchema>

export const epochSchema = z.strictObject({
  type: z.literal('epoch'),
  /** Counted from 1. */
  epoch: count,
  epochs: count,
  learningRate: z.number(),
  /** Means over the epoch's steps, as trained: augmented, with dropout. */
  training: meansSchema,
  /** Each image alike, logits as the network gives them. */
  validation: meansSchema,
  /** What schedule, stopping and best epoch follow: weighted to the test part's shares, logits adjusted. */
  steering: meansSchema,
  /** Share of each class's validation images that were recognised, as it steers; null where there are none. */
  validationRecall: z.array(z.number().min(0).max(1).nullable()),
  best: z.boolean(),
  /** Epochs since the best one. */
  epochsWithoutGain: count,
  imagesPerSecond: z.number(),
  /** If no epoch is stopped early. */
  secondsLeft: z.number(),
})
export type EpochEvent = z.infer<typeof epochSchema>

const startedSchema = z.strictObject({
  type: z.literal('started'),
  run: runDescriptionSchema,
  /** The run's folder; null where nothing is kept. */
  folder: z.string().nullable(),
  /** What computes: `cpu`, or `gpu:N`, with its name; why no card does though the runtime is for one. Left out where
   *  nobody has said. */
  device: z.string().optional(),
  deviceName: z.string().optional(),
  withoutGpu: z.string().optional(),
  /** True where float32 is multiplied in TF32. */
  tf32: z.literal(true).optional(),
  /** What a resumed run has behind it. */
  epochsDone: count,
  stepsDone: count,
  secondsDone: z.number().min(0),
})

const stepSchema = z.strictObject({
  type: z.literal('step'),
  epoch: count,
  /** Counted from 1 within the epoch. */
  step: count,
  stepsPerEpoch: count,
  loss: z.number(),
  accuracy: z.number(),
  learningRate: z.number(),
  stepMs: z.number(),
})

const evaluatingSchema = z.strictObject({
  type: z.literal('evaluating'),
  part: z.enum(['validation', 'test']),
  imagesDone: count,
  images: count,
})

const endedSchema = z.strictObject({
  type: z.literal('ended'),
  reason: z.enum(['finished', 'stopped-early', 'interrupted']),
  epochsDone: count,
  /** The epoch whose weights were restored; null where none was finished. */
  bestEpoch: count.nullable(),
  seconds: z.number(),
})

const doneSchema = z.strictObject({
  type: z.literal('done'),
  /** The run's folder; null where nothing is kept. */
  run: z.string().nullable(),
  bestEpoch: count,
  test: testResultSchema,
  /** How often runs beside this one, and it, have measured this test part; null where nothing is kept. */
  testMeasured: z.strictObject({ runs: count, times: count }).nullable(),
})

/** What happens once in a run or in an epoch: none of it may get lost. */
export const milestoneSchema = z.discriminatedUnion('type', [
  startedSchema,
  epochSchema,
  endedSchema,
  doneSchema,
])
export type Milestone = z.infer<typeof milestoneSchema>

/** Everything a training run says of itself, in the order in which it happens. */
export const trainingEventSchema = z.discriminatedUnion('type', [
  startedSchema,
  stepSchema,
  epochSchema,
  evaluatingSchema,
  endedSchema,
  doneSchema,
])
export type TrainingEvent = z.infer<typeof trainingEventSchema>
