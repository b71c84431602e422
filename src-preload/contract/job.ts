import { z } from 'zod'
import { correctionsSummarySchema } from './dataset'
import { errorSchema } from './errors'
import { intervalSchema, meansSchema } from './evaluation'
import { runIdSchema } from './run'
import { runDescriptionSchema } from './training-events'
import { trainingConfigurationSchema } from './training'

const count = z.int().min(0)

export const jobIdSchema = z.uuid().brand<'JobId'>()
export type JobId = z.infer<typeof jobIdSchema>

/** What computes: each has a queue of its own. Graphics cards are counted among those that the user lets us see. */
export const deviceSchema = z.union([
  z.literal('cpu'),
  z.templateLiteral(['gpu:', z.string().regex(/^\d{1,3}$/)]),
])
export type Device = z.infer<typeof deviceSchema>

/** What a new run is to be trained on and how. */
export const newRunSchema = z.strictObject({
  /** As `datasets.list` names it. */
  dataset: z.string().min(1).max(4096),
  split: z.string().max(255).nullable(),
  /** Which of the user's corrections of it to apply. */
  corrections: z.enum(['current', 'none']),
  configuration: trainingConfigurationSchema,
  /** What it is to be computed on; left out: a graphics card where one works, else the processor. */
  device: deviceSchema.optional(),
})
export type NewRun = Readonly<z.infer<typeof newRunSchema>>

/** What a job does: a run from its first step, or one that goes on. */
export const jobTaskSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('start'), newRun: newRunSchema }),
  z.strictObject({
    kind: z.literal('resume'),
    run: runIdSchema,
    /** What the run was begun with. */
    newRun: z.strictObject({
      ...newRunSchema.shape,
      corrections: z.union([z.enum(['current', 'none']), correctionsSummarySchema]),
    }),
  }),
])
export type JobTask = Readonly<z.infer<typeof jobTaskSchema>>

/** Null before there is a run folder, or before what is in it was told. */
const perhapsRun = {
  run: runIdSchema.nullable(),
  description: runDescriptionSchema.nullable(),
}

/** A run that a job works on, once its folder is there. */
const knownRun = {
  run: runIdSchema,
  description: runDescriptionSchema,
  /** Finished epochs when this process took it up, and steps of the next one. */
  epochsBefore: count,
  stepsBefore: count,
}

/** What a finished run comes to. */
export const jobResultSchema = z.strictObject({
  bestEpoch: z.int().positive(),
  /** Of the test part; null where it has no images. */
  test: z.strictObject({ ...meansSchema.shape, interval: intervalSchema }).nullable(),
})
export type JobResult = Readonly<z.infer<typeof jobResultSchema>>

/** Where a job stands. A variant has only what is known in it. */
export const jobStateSchema = z.discriminatedUnion('phase', [
  /** Waits for its device. */
  z.strictObject({ phase: z.literal('queued'), ...perhapsRun }),
  /** Its process loads TensorFlow and reads the data. */
  z.strictObject({ phase: z.literal('starting'), ...perhapsRun }),
  z.strictObject({ phase: z.literal('running'), ...knownRun }),
  /** Was asked to pause: writes its checkpoint after the step in hand. */
  z.strictObject({ phase: z.literal('pausing'), ...perhapsRun }),
  /** Its process is gone and its checkpoint kept; it holds its place at its device, and no memory. */
  z.strictObject({ phase: z.literal('paused'), ...perhapsRun }),
  /** Was asked to end after the step or the epoch in hand. */
  z.strictObject({
    phase: z.literal('stopping'),
    after: z.enum(['step', 'epoch']),
    ...perhapsRun,
  }),
  /** Ended before its last epoch, as asked; a run that there is can be resumed. */
  z.strictObject({ phase: z.literal('stopped'), ...perhapsRun }),
  /** A run that there is can be resumed from its last checkpoint. */
  z.strictObject({ phase: z.literal('failed'), error: errorSchema, ...perhapsRun }),
  z.strictObject({
    phase: z.literal('finished'),
    run: runIdSchema,
    description: runDescriptionSchema,
    reason: z.enum(['finished', 'stopped-early']),
    result: jobResultSchema,
  }),
])
export type JobState = Readonly<z.infer<typeof jobStateSchema>>
export type JobPhase = JobState['phase']

export const jobSchema = z.strictObject({
  id: jobIdSchema,
  device: deviceSchema,
  task: jobTaskSchema,
  /** Counts the processes that have worked on it; a message of an earlier one is refused. */
  attempt: count,
  state: jobStateSchema,
  /** When it was asked for; ISO 8601, UTC. */
  createdAt: z.iso.datetime(),
})
export type Job = Readonly<z.infer<typeof jobSchema>>

/** Every job of this session, in the order in which devices take them. */
export const jobQueueSchema = z.strictObject({ jobs: z.array(jobSchema) })
export type JobQueue = Readonly<z.infer<typeof jobQueueSchema>>

/** A logged training step, as `metrics.jsonl` has it. */
export const curvePointSchema = z.strictObject({
  /** Steps made, this one included, counted over the whole run. */
  step: z.int().positive(),
  loss: z.number(),
  accuracy: z.number(),
  learningRate: z.number(),
})
export type CurvePoint = Readonly<z.infer<typeof curvePointSchema>>

/** What a process that trains reports of itself. */
export const trainingProgressSchema = z.strictObject({
  doing: z.discriminatedUnion('kind', [
    z.strictObject({
      kind: z.literal('training'),
      epoch: z.int().positive(),
      /** Counted from 1 within the epoch. */
      step: count,
      loss: z.number(),
      accuracy: z.number(),
      learningRate: z.number(),
    }),
    z.strictObject({
      kind: z.literal('evaluating'),
      part: z.enum(['validation', 'test']),
      imagesDone: count,
      images: count,
    }),
  ]),
  /** Median of the latest steps; null before there are some. */
  imagesPerSecond: z.number().min(0).nullable(),
  /** Since the run began, pauses left out. */
  secondsElapsed: z.number().min(0),
  /** If no epoch is stopped early; null before it can be told. */
  secondsLeft: z.number().min(0).nullable(),
  /** Resident memory of the trainer process; null where the system does not tell. */
  memoryBytes: count.nullable(),
  /** Steps logged since the last report: these add up, and none is left out. */
  points: z.array(curvePointSchema),
})
export type TrainingProgress = Readonly<z.infer<typeof trainingProgressSchema>>

/** Where a running job stands: one report, which the next one replaces, at most ten a second. */
export const jobProgressSchema = z.strictObject({
  job: jobIdSchema,
  attempt: count,
  run: runIdSchema,
  ...trainingProgressSchema.shape,
})
export type JobProgress = Readonly<z.infer<typeof jobProgressSchema>>

/** What the log of a job tells; the words are the window's. */
export const jobLogEntrySchema = z.strictObject({
  /** ISO 8601, UTC. */
  time: z.iso.datetime(),
  entry: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('phase'), phase: z.string() }),
    z.strictObject({
      kind: z.literal('started'),
      trainingImages: count,
      validationImages: count,
      testImages: count,
      epochsBefore: count,
      stepsBefore: count,
      device: z.string(),
      /** Why the processor computes though the runtime is for graphics cards. */
      withoutGpu: z.string().optional(),
      /** True where float32 is multiplied in TF32. */
      tf32: z.literal(true).optional(),
    }),
    z.strictObject({
      kind: z.literal('epoch'),
      epoch: z.int().positive(),
      training: meansSchema,
      validation: meansSchema,
      steering: meansSchema,
      best: z.boolean(),
      /** Epochs since the best one, and how many end the run; null where none do. */
      epochsWithoutGain: count,
      patience: count.nullable(),
      imagesPerSecond: z.number(),
    }),
    z.strictObject({ kind: z.literal('learning-rate'), from: z.number(), to: z.number() }),
    z.strictObject({ kind: z.literal('result'), ...jobResultSchema.shape }),
    z.strictObject({ kind: z.literal('error'), error: errorSchema }),
    /** What TensorFlow or Node wrote on standard error. */
    z.strictObject({ kind: z.literal('output'), line: z.string() }),
  ]),
})
export type JobLogEntry = Readonly<z.infer<typeof jobLogEntrySchema>>
