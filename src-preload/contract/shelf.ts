import { z } from 'zod'
import { getProgressSchema } from './data-progress'
import { correctionsSummarySchema, datasetPartSchema, inspectionSchema } from './dataset'
import { errorSchema } from './errors'

const count = z.int().min(0)

/** The six ways EMNIST is cut, by the names in its files. */
export const EMNIST_SPLITS = [
  'balanced',
  'byclass',
  'bymerge',
  'letters',
  'digits',
  'mnist',
] as const
export const emnistSplitSchema = z.enum(EMNIST_SPLITS)
export type EmnistSplit = z.infer<typeof emnistSplitSchema>

/** A data set that is there, or could be: a card. */
export const shelfEntrySchema = z.strictObject({
  /** As every request about a data set takes it. */
  source: z.string(),
  /** Null where its folder holds one split only, or none is known. */
  split: z.string().nullable(),
  section: z.enum(['built-in', 'published', 'own']),
  title: z.string(),
  /** Null where its files were put there by hand and have not been read. */
  classes: count.nullable(),
  trainCount: count.nullable(),
  testCount: count.nullable(),
  isThere: z.boolean(),
  /** On this machine; null where it is not there. */
  bytes: count.nullable(),
  files: count,
  /** Whether each file has the SHA-256 that is published for it, as of when it was stored. */
  isOfficial: z.boolean(),
  /** One line: who made it, or which file of the user's it was taken from; null where nobody knows. */
  origin: z.string().nullable(),
  licence: z.string().nullable(),
  citation: z.string().nullable(),
  /** The user's corrections in force. */
  corrections: correctionsSummarySchema.nullable(),
  /** How it can be fetched; null where it cannot, or need not. */
  fetchable: z
    .strictObject({ split: emnistSplitSchema, bytes: count, from: z.string() })
    .nullable(),
})
export type ShelfEntry = Readonly<z.infer<typeof shelfEntrySchema>>

/** Where the fetching of a split of EMNIST stands; several may be under way. */
export const fetchSchema = z.strictObject({
  split: emnistSplitSchema,
  state: z.discriminatedUnion('phase', [
    /** Null before the first report. */
    z.strictObject({ phase: z.literal('fetching'), progress: getProgressSchema.nullable() }),
    /** What was brought is kept, and gone on with. */
    z.strictObject({ phase: z.literal('paused'), bytesDone: count, bytesTotal: count }),
    z.strictObject({
      phase: z.literal('failed'),
      error: errorSchema,
      bytesDone: count,
      bytesTotal: count,
    }),
  ]),
})
export type DatasetFetch = Readonly<z.infer<typeof fetchSchema>>

/** How files of the user's become a data set. */
export const importOptionsSchema = z.strictObject({
  /** What it is to be called; null: after the files. */
  name: z.string().min(1).max(200).nullable(),
  /** Which split, where the files hold several. */
  split: z.string().max(255).nullable(),
  /** Of the pictures of each class, where the folder itself does not part them; null: as the core has it. */
  testShare: z.number().gt(0).lt(1).nullable(),
  seed: count.nullable(),
  /** Leaves out pictures that cannot be read, in place of ending. */
  skipBroken: z.boolean(),
  /** Whether a data set of that name gives way. */
  replace: z.boolean(),
})
export type ImportOptions = Readonly<z.infer<typeof importOptionsSchema>>

/** Where taking in the user's files stands: one at a time. */
export const importingSchema = z.discriminatedUnion('phase', [
  z.strictObject({ phase: z.literal('idle') }),
  z.strictObject({
    phase: z.literal('importing'),
    /** Of the file or folder. */
    from: z.string(),
    progress: z
      .strictObject({ unit: z.enum(['bytes', 'pictures', 'images']), done: count, total: count })
      .nullable(),
  }),
  z.strictObject({
    phase: z.literal('done'),
    from: z.string(),
    /** The data set's name. */
    source: z.string(),
    /** What the user should know, a line each. */
    notes: z.array(z.string()),
  }),
  z.strictObject({ phase: z.literal('failed'), from: z.string(), error: errorSchema }),
])
export type Importing = Readonly<z.infer<typeof importingSchema>>

/** What a data set holds, without the search for equal images, which takes longer. */
export const contentSchema = z.strictObject({
  ...inspectionSchema.omit({ duplicates: true }).shape,
  /** Of the data set itself, without corrections. */
  fingerprint: z.string(),
  corrections: correctionsSummarySchema.nullable(),
})
export type DatasetContent = Readonly<z.infer<typeof contentSchema>>

const place = { part: datasetPartSchema, index: count }
const reason = { reason: z.string().max(2000) }

/** A correction as a window asks for it: the clock is the program's. */
export const wantedCorrectionSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('exclude'), ...place, ...reason }),
  /** `label` as in the data set's files. */
  z.strictObject({
    kind: z.literal('relabel'),
    ...place,
    ...reason,
    label: z.int().min(0).max(255),
  }),
  z.strictObject({ kind: z.literal('restore'), ...place, ...reason }),
])
export type WantedCorrection = Readonly<z.infer<typeof wantedCorrectionSchema>>

/** An image of a data set as it lies in its files, and what the user thinks of it. */
export const storedImageSchema = z.strictObject({
  index: count,
  /** Of the data set itself: as in its files. */
  label: z.int().min(0).max(255),
  /** 784 bytes, base64. */
  pixels: z.base64(),
  correction: z
    .discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('exclude'), ...reason }),
      z.strictObject({ kind: z.literal('relabel'), ...reason, label: z.int().min(0).max(255) }),
    ])
    .nullable(),
})
export type StoredImage = Readonly<z.infer<typeof storedImageSchema>>
