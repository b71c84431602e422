import { z } from 'zod'
import { connectionRecordSchema } from '../connection-record'
import { diagnosisSchema, installationSchema } from '../diagnosis'
import {
  jobIdSchema,
  jobLogEntrySchema,
  jobProgressSchema,
  jobQueueSchema,
  newRunSchema,
} from '../job'
import { preferencesSchema } from '../preferences'
import { runIdSchema, runRecordSchema, runStatusSchema } from '../run'
import { augmentationSchema } from '../training'
import { errorSchema } from '../errors'
import { intervalSchema, meansSchema } from '../evaluation'
import { runDescriptionSchema } from '../training-events'

const none = z.strictObject({})
const count = z.int().min(0)
/** Shades of grey, row by row, 784 bytes an image; 0 is paper. */
const pixels = z.base64().max(1_100_000)
const ofRun = z.strictObject({ run: runIdSchema })
const ofJob = z.strictObject({ job: jobIdSchema })
/** A name of the data home or a folder, as `datasets.list` or a dialog gave it. */
const ofDataset = {
  dataset: z.string().min(1).max(4096),
  split: z.string().max(255).nullable(),
}

const appInfoSchema = z.strictObject({
  version: z.string(),
  /** `served`: a browser that talks to `glyphlab serve`. */
  face: z.enum(['desktop', 'served']),
  platform: z.string(),
  dataHome: z.string(),
  /** What the machine of the program can do for this window. */
  can: z.strictObject({ chooseFolder: z.boolean(), reveal: z.boolean(), quit: z.boolean() }),
})
export type AppInfo = Readonly<z.infer<typeof appInfoSchema>>

const datasetEntrySchema = z.strictObject({
  source: z.string(),
  /** What it is called in front of people. */
  title: z.string(),
  /** Null where its folder holds one split only, or none is known. */
  split: z.string().nullable(),
  /** Null where its files were put there by hand and have not been read. */
  classes: count.nullable(),
  trainCount: count.nullable(),
  testCount: count.nullable(),
  /** Whether it is there; `strokes` is made when it is first used. */
  isThere: z.boolean(),
})
export type DatasetEntry = Readonly<z.infer<typeof datasetEntrySchema>>

const samplesSchema = z.strictObject({
  /** Images in file order of the draw. */
  images: z.array(z.strictObject({ pixels, characters: z.array(z.string()).min(1) })),
})

const layerViewSchema = z.strictObject({
  kind: z.string(),
  name: z.string(),
  /** `[height, width, channels]`, or `[units]`. */
  outputShape: z.array(count),
  parameters: count,
  multiplyAdds: count,
})

const trainingPlanSchema = z.strictObject({
  description: runDescriptionSchema,
  layers: z.array(layerViewSchema),
  /** Of the weights as float32. */
  weightsBytes: count,
  /** What the step takes at least. */
  memoryBytes: count,
  /** What an epoch takes on this machine, and what says so; null where nothing here was measured. */
  estimate: z
    .strictObject({
      secondsPerEpoch: z.number().min(0),
      from: z.discriminatedUnion('kind', [
        z.strictObject({ kind: z.literal('run'), run: runIdSchema }),
        z.strictObject({ kind: z.literal('doctor') }),
      ]),
    })
    .nullable(),
})
export type TrainingPlanView = Readonly<z.infer<typeof trainingPlanSchema>>

const runEntrySchema = z.strictObject({
  run: runIdSchema,
  /** Of its network. */
  title: z.string(),
  status: runStatusSchema,
  startedAt: z.iso.datetime(),
  description: runDescriptionSchema,
  epochsDone: count,
  /** By validation, as it steers. */
  best: z.strictObject({ epoch: z.int().positive(), ...meansSchema.shape }).nullable(),
  test: z.strictObject({ ...meansSchema.shape, interval: intervalSchema }).nullable(),
  seconds: z.number().nullable(),
  error: errorSchema.nullable(),
  /** Whether it can go on. */
  isResumable: z.boolean(),
})
export type RunEntry = Readonly<z.infer<typeof runEntrySchema>>

/** Columns of `metrics.jsonl`, row for row; of more than 200,000 steps some, evenly apart, and the last. */
const runMetricsSchema = z.strictObject({
  run: runIdSchema,
  stepsPerEpoch: count,
  steps: z.strictObject({
    step: z.array(z.number()),
    loss: z.array(z.number()),
    accuracy: z.array(z.number()),
    learningRate: z.array(z.number()),
  }),
  epochs: z.array(
    z.strictObject({
      epoch: z.int().positive(),
      step: z.int().positive(),
      learningRate: z.number(),
      training: meansSchema,
      validation: meansSchema,
      steering: meansSchema,
      best: z.boolean(),
    }),
  ),
})
export type RunMetrics = Readonly<z.infer<typeof runMetricsSchema>>

const homeUsageSchema = z.strictObject({
  folder: z.string(),
  runsBytes: count,
  datasetsBytes: count,
  runtimeBytes: count,
  freeBytes: count,
})

/** Every request of a window, once: what it takes and what it answers. */
export const REQUESTS = {
  'app.info': { params: none, result: appInfoSchema },
  /** Opens a folder in the system's file browser. Only ids: no path crosses from the window. */
  'app.reveal': {
    params: z.discriminatedUnion('what', [
      z.strictObject({ what: z.literal('data-home') }),
      z.strictObject({ what: z.literal('logs') }),
      z.strictObject({ what: z.literal('run'), run: runIdSchema }),
    ]),
    result: none,
  },
  /** A fault of the window's own, for the log file. */
  'app.report-fault': {
    params: z.strictObject({ message: z.string().max(2000), stack: z.string().max(8000) }),
    result: none,
  },
  'preferences.get': { params: none, result: preferencesSchema },
  'preferences.set': { params: preferencesSchema, result: preferencesSchema },
  'connections.list': {
    params: none,
    /** The latest first. */
    result: z.strictObject({ connections: z.array(connectionRecordSchema) }),
  },
  'home.usage': { params: none, result: homeUsageSchema },
  /** Null before the first check. */
  'doctor.report': {
    params: none,
    result: z.strictObject({ diagnosis: diagnosisSchema.nullable() }),
  },
  /** Begins a check, or joins the one that is under way; `doctor.changed` tells how it goes. */
  'doctor.check': { params: none, result: none },
  'runtime.state': { params: none, result: installationSchema },
  /** Begins to install the runtime, or joins; `runtime.changed` tells how it goes. */
  'runtime.install': { params: none, result: none },
  'runtime.cancel': { params: none, result: none },
  'datasets.list': {
    params: none,
    result: z.strictObject({ datasets: z.array(datasetEntrySchema) }),
  },
  /** By a dialog of the system; null where the user chose none. Only where `app.info` says it can. */
  'datasets.choose-folder': {
    params: none,
    result: z.strictObject({ dataset: datasetEntrySchema.nullable() }),
  },
  /** Some images of the training part. */
  'datasets.samples': {
    params: z.strictObject({ ...ofDataset, count: z.int().min(1).max(64), seed: count }),
    result: samplesSchema,
  },
  /** Images as training would distort them: `copies` of each. */
  'datasets.augment': {
    params: z.strictObject({
      images: z.array(pixels).min(1).max(16),
      ranges: augmentationSchema,
      seed: count,
      copies: z.int().min(1).max(16),
    }),
    result: z.strictObject({ images: z.array(pixels) }),
  },
  /** What a run would be, before it is started; fails as starting it would. */
  'training.plan': { params: newRunSchema, result: trainingPlanSchema },
  'training.queue': { params: none, result: jobQueueSchema },
  'training.start': { params: newRunSchema, result: ofJob },
  /** Goes on with a run that was interrupted, or has failed. */
  'training.resume-run': { params: ofRun, result: ofJob },
  'training.pause': { params: ofJob, result: none },
  'training.resume': { params: ofJob, result: none },
  'training.stop': {
    params: z.strictObject({ job: jobIdSchema, after: z.enum(['step', 'epoch']) }),
    result: none,
  },
  /** Takes a job that waits or has ended out of the list; its run stays. */
  'training.remove': { params: ofJob, result: none },
  /** Among the jobs that wait for the same device; 0 is next. */
  'training.move': {
    params: z.strictObject({ job: jobIdSchema, position: count }),
    result: none,
  },
  /** What a window that has just opened needs of a job besides its curves. */
  'training.view': {
    params: ofJob,
    result: z.strictObject({
      progress: jobProgressSchema.nullable(),
      /** The latest thousand. */
      log: z.array(jobLogEntrySchema),
    }),
  },
  'runs.list': {
    params: none,
    /** The latest first. */
    result: z.strictObject({ runs: z.array(runEntrySchema), unreadable: count }),
  },
  'runs.open': { params: ofRun, result: z.strictObject({ record: runRecordSchema }) },
  'runs.metrics': { params: ofRun, result: runMetricsSchema },
  /** What a finished or interrupted run's best weights make of an image. */
  'recognition.recognise': {
    params: z.strictObject({ run: runIdSchema, pixels }),
    result: z.strictObject({
      /** The likeliest five, first to last. */
      answers: z.array(
        z.strictObject({
          characters: z.array(z.string()).min(1),
          probability: z.number().min(0).max(1),
        }),
      ),
    }),
  },
} as const satisfies Readonly<
  Record<string, { readonly params: z.ZodType; readonly result: z.ZodType }>
>

export type RequestName = keyof typeof REQUESTS
/** What a window sends. */
export type Params<Name extends RequestName> = z.input<(typeof REQUESTS)[Name]['params']>
/** What a handler gets: parsed, with defaults filled in. */
export type ParsedParams<Name extends RequestName> = z.output<(typeof REQUESTS)[Name]['params']>
export type Result<Name extends RequestName> = z.output<(typeof REQUESTS)[Name]['result']>

export function isRequestName(name: unknown): name is RequestName {
  return typeof name === 'string' && Object.hasOwn(REQUESTS, name)
}
