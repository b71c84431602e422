import { z } from 'zod'
import { errorSchema } from './errors'
import { intervalSchema, meansSchema } from './evaluation'
import { runDescriptionSchema } from './training-events'

/** Version of everything that a run folder holds. A folder of a later one is refused, of an earlier one read. */
export const RUN_SCHEMA = 1

/**
 * The name of a run's folder. Glyphlab's own are plain; one that the user has renamed or copied may be any that
 * every system takes, but nothing that leads out of the folder of runs.
 */
export const runIdSchema = z
  .string()
  .regex(/^[^.\p{Cc}\p{Cs}/\\:*?"<>|][^\p{Cc}\p{Cs}/\\:*?"<>|]{0,127}$/u)
  .brand<'RunId'>()
export type RunId = z.infer<typeof runIdSchema>

/** Where a run took place: on the same, the same numbers come out bit for bit. */
export const environmentSchema = z.strictObject({
  glyphlab: z.string(),
  node: z.string(),
  platform: z.string(),
  processor: z.string(),
  threads: z.int().positive(),
  tensorflow: z.string(),
  /** `cpu`, or `gpu:N`. */
  device: z.string(),
  /** What the graphics card is called; left out for the processor. */
  deviceName: z.string().optional(),
  /** Left out where it is so of itself; else why the processor computes though the runtime is for graphics cards. */
  withoutGpu: z.string().optional(),
  /** True where a graphics card multiplies float32 in TF32, with 10 bits of mantissa; left out elsewhere. */
  tf32: z.literal(true).optional(),
  /** Rewrites of the graph in use, by name; they change rounding. */
  fastPaths: z.array(z.string()),
  /** Whether the device computes the same bits each time. */
  deterministic: z.boolean(),
})
export type Environment = z.infer<typeof environmentSchema>

/** One of several runs that differ in nothing but their seed. */
export const groupSchema = z.strictObject({
  /** Of the first of them. */
  id: runIdSchema,
  /** Counted from 1. */
  position: z.int().positive(),
  size: z.int().positive(),
})
export type RunGroup = z.infer<typeof groupSchema>

export const runStatusSchema = z.enum([
  'running',
  'interrupted',
  'failed',
  'finished',
  'stopped-early',
])
export type RunStatus = z.infer<typeof runStatusSchema>

/** What a run has come to, where one epoch at least has ended; told when it ends or is interrupted. */
const runResultSchema = z.strictObject({
  epochsDone: z.int().min(0),
  bestEpoch: z.int().positive(),
  /** Of the best epoch, as it steers: what runs are ranked by. */
  validation: meansSchema,
  /** Null where it was interrupted before. */
  test: z.strictObject({ ...meansSchema.shape, interval: intervalSchema }).nullable(),
})

/**
 * `run.json`: what was asked for and what came of it. What changes from step to step is in the metadata
 * of `last.safetensors` instead.
 */
export const runRecordSchema = z.strictObject({
  schema: z.literal(RUN_SCHEMA),
  id: runIdSchema,
  /** `running` also where the process was killed: whether one is at work, the lock tells. */
  status: runStatusSchema,
  /** Why it failed. */
  error: errorSchema.nullable(),
  /** The run whose last checkpoint this one started from. */
  parent: runIdSchema.nullable(),
  group: groupSchema.nullable(),
  description: runDescriptionSchema,
  /** Where the data set was read: a name in the data home, or a folder. */
  datasetSource: z.string(),
  /** Where the weights came from that it began with; null where they were drawn by the seed. */
  initialWeights: z.string().nullable(),
  environment: environmentSchema,
  /** Where it went on, in order, if that is not where it was before: from there its bits are others. */
  laterEnvironments: z.array(environmentSchema).default([]),
  /** ISO 8601, UTC. */
  startedAt: z.iso.datetime(),
  endedAt: z.iso.datetime().nullable(),
  result: runResultSchema.nullable(),
})
export type RunRecord = z.infer<typeof runRecordSchema>

/** `notes.json`: the user's, never written by training. No longer than a list of runs can carry. */
export const runNotesSchema = z.strictObject({
  schema: z.literal(RUN_SCHEMA),
  /** What the user calls the run; empty: after its network. */
  name: z.string().max(200).default(''),
  text: z.string().max(1_000_000),
  tags: z.array(z.string().max(1000)).max(100_000),
  starred: z.boolean(),
})
export type RunNotes = z.infer<typeof runNotesSchema>

/** What of the notes is to be other than it is; what is left out stays. Written anew, so that no default sets in. */
export const notesChangeSchema = z
  .strictObject({
    name: z.string().max(200),
    text: z.string().max(100_000),
    tags: z.array(z.string().min(1).max(200)).max(10_000),
    starred: z.boolean(),
  })
  .partial()
export type NotesChange = Readonly<z.infer<typeof notesChangeSchema>>
