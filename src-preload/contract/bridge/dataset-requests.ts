import { z } from 'zod'
import { datasetPartSchema, duplicatesSchema } from '../dataset'
import { datasetVerificationSchema } from '../dataset-verification'
import {
  contentSchema,
  emnistSplitSchema,
  fetchSchema,
  importingSchema,
  importOptionsSchema,
  shelfEntrySchema,
  storedImageSchema,
  wantedCorrectionSchema,
} from '../shelf'
import { augmentationSchema } from '../training'
import { handedOverIdSchema, handedOverSchema } from './hand-over'

const none = z.strictObject({})
const count = z.int().min(0)
/** Shades of grey, row by row, 784 bytes an image; 0 is paper. */
const pixels = z.base64().max(1_100_000)
/** A name of the data home or a folder, as `datasets.list` or a dialog gave it. */
const ofDataset = {
  dataset: z.string().min(1).max(4096),
  split: z.string().max(255).nullable(),
}
const ofSplit = z.strictObject({ split: emnistSplitSchema })

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

/** What windows ask about data sets, and do with them. */
export const DATASET_REQUESTS = {
  /** What can be trained on. */
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
  /** All cards: what is there, and what could be fetched. */
  'datasets.shelf': {
    params: none,
    result: z.strictObject({ entries: z.array(shelfEntrySchema), bytes: count }),
  },
  'datasets.content': {
    params: z.strictObject(ofDataset),
    result: z.strictObject({ content: contentSchema }),
  },
  /** Equal images, images in both parts among them. Takes seconds. */
  'datasets.duplicates': {
    params: z.strictObject(ofDataset),
    result: z.strictObject({ duplicates: duplicatesSchema }),
  },
  /** Reads every file and holds it against what was written down when it was stored. */
  'datasets.verify': {
    params: z.strictObject(ofDataset),
    result: z.strictObject({ verification: datasetVerificationSchema }),
  },
  /** A few images of each class, drawn by a seed, in the order of classes. */
  'datasets.specimens': {
    params: z.strictObject({
      ...ofDataset,
      part: datasetPartSchema,
      perClass: z.int().min(1).max(8),
      seed: count,
    }),
    result: z.strictObject({ classes: z.array(z.array(pixels)) }),
  },
  /** Images as they lie in the files, corrected or not. */
  'datasets.images': {
    params: z.strictObject({
      ...ofDataset,
      part: datasetPartSchema,
      /** The label of one class, as the files have it; null for all. */
      label: z.int().min(0).max(255).nullable(),
      /** Those alone that the user has corrected. */
      correctedOnly: z.boolean(),
      offset: count,
      limit: z.int().min(1).max(400),
    }),
    result: z.strictObject({ total: count, images: z.array(storedImageSchema) }),
  },
  /** Writes down what the user thinks of images, all or none, and how to take it back. */
  'datasets.correct': {
    params: z.strictObject({
      ...ofDataset,
      corrections: z.array(wantedCorrectionSchema).min(1).max(1000),
    }),
    result: z.strictObject({ undo: z.array(wantedCorrectionSchema) }),
  },
  /** Takes a data set of the data home off this machine; not one that a run trains on. */
  'datasets.remove': {
    params: z.strictObject({ dataset: ofDataset.dataset }),
    result: z.strictObject({ freedBytes: count }),
  },
  'fetches.list': { params: none, result: z.strictObject({ fetches: z.array(fetchSchema) }) },
  /** Begins to fetch a split, or goes on where it was paused; `fetches.changed` tells how it goes. */
  'fetches.start': { params: ofSplit, result: none },
  'fetches.pause': { params: ofSplit, result: none },
  /** Also removes what was brought. */
  'fetches.cancel': { params: ofSplit, result: none },
  /** By a dialog of the system; null where the user chose none. Only where `app.info` says it can. */
  'imports.choose': {
    params: z.strictObject({ what: z.enum(['file', 'folder', 'run']) }),
    result: z.strictObject({ handedOver: handedOverSchema.nullable() }),
  },
  /** The window needs no more of what it handed over; a job that reads it comes to its end. */
  'handed-over.withdraw': {
    params: z.strictObject({ handedOver: handedOverIdSchema }),
    result: none,
  },
  /** `imports.changed` tells how it goes. */
  'imports.start': {
    params: z.strictObject({ handedOver: handedOverIdSchema, options: importOptionsSchema }),
    result: none,
  },
  'imports.stop': { params: none, result: none },
  'imports.state': { params: none, result: importingSchema },
} as const
