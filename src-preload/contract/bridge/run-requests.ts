import { z } from 'zod'
import { errorSchema } from '../errors'
import { handedOverIdSchema, handedOverSchema, offeredIdSchema } from './hand-over'
import { intervalSchema, meansSchema } from '../evaluation'
import {
  groupSchema,
  notesChangeSchema,
  runIdSchema,
  runNotesSchema,
  runRecordSchema,
  runStatusSchema,
} from '../run'
import { runDescriptionSchema } from '../training-events'

const none = z.strictObject({})
const count = z.int().min(0)
const ofRun = z.strictObject({ run: runIdSchema })
const runs = z.array(runIdSchema).min(1).max(1000)

const runEntrySchema = z.strictObject({
  run: runIdSchema,
  /** Of its network. */
  title: z.string(),
  /** The user's: name, note, tags and star; all empty where there are none, or where they cannot be read. */
  ...runNotesSchema.omit({ schema: true }).shape,
  status: runStatusSchema,
  startedAt: z.iso.datetime(),
  description: runDescriptionSchema,
  /** Where the data set was read: as `training.start` takes it. */
  source: z.string(),
  epochsDone: count,
  /** By validation, as it steers: what runs are ranked by. */
  best: z.strictObject({ epoch: z.int().positive(), ...meansSchema.shape }).nullable(),
  test: z.strictObject({ ...meansSchema.shape, interval: intervalSchema }).nullable(),
  seconds: z.number().nullable(),
  error: errorSchema.nullable(),
  /** Whether it can go on. */
  isResumable: z.boolean(),
  parent: runIdSchema.nullable(),
  group: groupSchema.nullable(),
  /**
   * Equal for runs whose validation figures are of the same images, weighted alike: the same data set with
   * the same corrections, and the same validation part. Others are never ranked together.
   */
  cohort: z.string(),
})
export type RunEntry = Readonly<z.infer<typeof runEntrySchema>>

/** Runs that differ in their seed alone, as one. */
const runGroupSummarySchema = z.strictObject({
  id: runIdSchema,
  /** In the order of their seeds. */
  runs: z.array(runIdSchema).min(1),
  /** How many it was begun for. */
  size: z.int().positive(),
  /** Of the best epochs' accuracy by validation, over the runs that have one; null where none has. */
  validation: z
    .strictObject({
      mean: z.number(),
      /** Sample standard deviation; null of a single run. */
      standardDeviation: z.number().nullable(),
      count: z.int().positive(),
    })
    .nullable(),
})
export type RunGroupSummary = Readonly<z.infer<typeof runGroupSummarySchema>>

const runEpochSchema = z.strictObject({
  epoch: z.int().positive(),
  step: z.int().positive(),
  learningRate: z.number(),
  training: meansSchema,
  validation: meansSchema,
  steering: meansSchema,
  best: z.boolean(),
})

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
  epochs: z.array(runEpochSchema),
})
export type RunMetrics = Readonly<z.infer<typeof runMetricsSchema>>

/** The epochs of a run; none where it cannot be read or has none. */
const runEpochsSchema = z.strictObject({ run: runIdSchema, epochs: z.array(runEpochSchema) })
export type RunEpochs = Readonly<z.infer<typeof runEpochsSchema>>

const refusedRun = z.strictObject({ run: runIdSchema, error: errorSchema })

/** A run in the trash. */
const deletedRunSchema = z.strictObject({
  /** By which it is brought back: another than it had where one of that name was deleted before. */
  run: runIdSchema,
  deletedAt: z.iso.datetime(),
  /** Null where it cannot be read; brought back it can be all the same. */
  known: z
    .strictObject({
      /** The user's; empty: after its network. */
      name: z.string(),
      startedAt: z.iso.datetime(),
      description: runDescriptionSchema,
    })
    .nullable(),
})
export type DeletedRun = Readonly<z.infer<typeof deletedRunSchema>>

/** What came of an export; how many files of the folder are none of a run's, and stayed. */
const exported = { name: z.string(), bytes: count, leftOut: count }

/** What windows ask about the runs of the data home, and do with them. */
export const RUN_REQUESTS = {
  /** Whoever knows a list, by its stamp, is told whether it still stands: runs come and change from outside, too. */
  'runs.list': {
    params: z.strictObject({ known: z.string().max(200).nullable().default(null) }),
    result: z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('unchanged') }),
      z.strictObject({
        kind: z.literal('list'),
        stamp: z.string(),
        /** The latest first. */
        runs: z.array(runEntrySchema),
        groups: z.array(runGroupSummarySchema),
        /** Folders that hold a run which cannot be read, with the reason. */
        unreadable: z.array(z.strictObject({ name: z.string(), error: errorSchema })),
      }),
    ]),
  },
  'runs.open': { params: ofRun, result: z.strictObject({ record: runRecordSchema }) },
  'runs.metrics': { params: ofRun, result: runMetricsSchema },
  /** The epochs of several runs: for sparklines and comparisons. In the order asked for. */
  'runs.epochs': {
    params: z.strictObject({ runs: runs.max(100) }),
    result: z.strictObject({ runs: z.array(runEpochsSchema) }),
  },
  /** Changes what is named, and leaves the rest. */
  'runs.annotate': {
    params: z.strictObject({ run: runIdSchema, change: notesChangeSchema }),
    result: none,
  },
  /** Moves runs to the trash of the data home; one that a process works on is refused. */
  'runs.delete': {
    params: z.strictObject({ runs }),
    result: z.strictObject({ deleted: z.array(runIdSchema), refused: z.array(refusedRun) }),
  },
  /** What lies in the trash, deleted last first. */
  'runs.trash': { params: none, result: z.strictObject({ runs: z.array(deletedRunSchema) }) },
  /** Brings runs back from the trash. */
  'runs.restore': {
    params: z.strictObject({ runs }),
    result: z.strictObject({ restored: z.array(runIdSchema), refused: z.array(refusedRun) }),
  },
  /** Writes a run to one file with all that it has; a run that a process works on is refused. */
  'runs.export': {
    params: ofRun,
    result: z.discriminatedUnion('kind', [
      /** Where the user said, in a dialog of the system. */
      z.strictObject({ kind: z.literal('saved'), ...exported }),
      /** The user has changed their mind. */
      z.strictObject({ kind: z.literal('not-saved') }),
      /** For a browser to fetch: see `Bridge.fetchOffered`. */
      z.strictObject({ kind: z.literal('offered'), id: offeredIdSchema, ...exported }),
    ]),
  },
  /** Takes in a run that was exported, here or elsewhere. */
  'runs.import': {
    params: z.strictObject({ handedOver: handedOverIdSchema }),
    result: z.strictObject({
      kind: z.enum(['imported', 'already-there']),
      run: runIdSchema,
      /** Where a run of that name is there already, with other content. */
      calledBefore: runIdSchema.nullable(),
    }),
  },
  /** The file that the user has opened in the system, once for each; null where there is none any more. */
  'runs.opened': { params: none, result: z.strictObject({ file: handedOverSchema.nullable() }) },
} as const
