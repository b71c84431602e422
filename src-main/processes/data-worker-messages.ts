import { EMNIST_SPLITS } from '../../src-preload/contract/shelf'
import { z } from 'zod'
import { getProgressSchema } from '../../src-preload/contract/data-progress'
import {
  inspectionSchema,
  sheetGeometrySchema,
  sheetRequestSchema,
} from '../../src-preload/contract/dataset'
import { datasetVerificationSchema } from '../../src-preload/contract/dataset-verification'
import { installingSchema } from '../../src-preload/contract/diagnosis'
import { runtimeVariantSchema } from '../../src-preload/contract/runtime'
import { REQUESTS } from '../../src-preload/contract/bridge/requests'
import { errorSchema } from '../../src-preload/contract/errors'
import { runIdSchema } from '../../src-preload/contract/run'
import { isDatasetName } from '../core/datasets/dataset-folder'
import { strokesRecipeSchema } from '../core/datasets/strokes/make-strokes'

/** A name of the data home, or a folder; and which split, where it holds several. */
const named = { dataset: z.string(), split: z.string().nullable() }
/** A name leads to no other folder. */
const name = z.string().refine(isDatasetName)
/** What it is to be called in the data home (null: after what it is), and whether one of that name gives way. */
const target = { name: name.nullable(), replace: z.boolean() }

/** What the data worker can be asked: one job a process, and to stop it. */
export const dataWorkerRequestSchema = z.discriminatedUnion('type', [
  /** What a data set holds, its duplicates included. */
  z.strictObject({ type: z.literal('inspect'), ...named }),
  /** Images of a data set as a PNG, with the user's corrections. */
  z.strictObject({ type: z.literal('draw-sheet'), ...named, sheet: sheetRequestSchema }),
  z.strictObject({ type: z.literal('verify'), ...named }),
  z.strictObject({ type: z.literal('get-emnist'), split: z.enum(EMNIST_SPLITS), ...target }),
  /** With the credentials that the environment names. */
  z.strictObject({ type: z.literal('get-kaggle'), split: z.enum(EMNIST_SPLITS), ...target }),
  z.strictObject({
    type: z.literal('import'),
    path: z.string(),
    /** What the data set says it comes from, where that is not the path. */
    from: z.string().nullable(),
    split: z.string().nullable(),
    mapping: z.string().nullable(),
    testShare: z.number().gt(0).lt(1).nullable(),
    seed: z.int().min(0).nullable(),
    skipBroken: z.boolean(),
    ...target,
  }),
  z.strictObject({
    type: z.literal('make-strokes'),
    name,
    recipe: strokesRecipeSchema,
    replace: z.boolean(),
  }),
  /** Keeps a CSV of predictions of the test part of a data set, and what they come to. */
  z.strictObject({
    type: z.literal('read-predictions'),
    path: z.string(),
    /** What the file is called in front of people. */
    title: z.string(),
    ...named,
    corrections: z.enum(['current', 'none']),
  }),
  /** Writes a run of the data home to a file. */
  z.strictObject({ type: z.literal('export-run'), run: runIdSchema, file: z.string() }),
  /** Takes a run in from such a file. */
  z.strictObject({ type: z.literal('import-run'), file: z.string() }),
  /** Finds a variant of libtensorflow, or fetches it; out of a folder that was carried here, where one is named. */
  z.strictObject({
    type: z.literal('install-runtime'),
    variant: runtimeVariantSchema,
    from: z.string().nullable(),
  }),
  z.strictObject({ type: z.literal('stop') }),
])
export type DataWorkerRequest = z.infer<typeof dataWorkerRequestSchema>

const count = z.int().min(0)
const storedSchema = z.strictObject({
  name: z.string(),
  folder: z.string(),
  fingerprint: z.string(),
  trainCount: count,
  testCount: count,
})

export const dataWorkerReplySchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('getting'), progress: getProgressSchema }),
  z.strictObject({
    type: z.literal('progress'),
    unit: z.enum(['bytes', 'pictures', 'images']),
    done: count,
    total: count,
  }),
  z.strictObject({ type: z.literal('installing'), progress: installingSchema }),
  z.strictObject({ type: z.literal('installed') }),
  /** Something that the user should know. */
  z.strictObject({ type: z.literal('note'), line: z.string() }),
  z.strictObject({ type: z.literal('stored'), dataset: storedSchema }),
  z.strictObject({
    type: z.literal('inspected'),
    fingerprint: z.string(),
    inspection: inspectionSchema,
  }),
  z.strictObject({
    type: z.literal('sheet'),
    png: z.instanceof(Uint8Array),
    geometry: sheetGeometrySchema,
  }),
  /** Under this name among the predictions of the data home, perhaps since earlier. */
  z.strictObject({ type: z.literal('predictions-kept'), file: z.string(), isNew: z.boolean() }),
  z.strictObject({ type: z.literal('run-exported'), bytes: count, leftOut: count }),
  z.strictObject({
    type: z.literal('run-imported'),
    imported: REQUESTS['runs.import'].result,
  }),
  z.strictObject({ type: z.literal('verified'), verification: datasetVerificationSchema }),
  z.strictObject({ type: z.literal('failed'), error: errorSchema }),
])
export type DataWorkerReply = z.infer<typeof dataWorkerReplySchema>
