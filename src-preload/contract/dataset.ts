import { z } from 'zod'

const count = z.int().min(0)
const sha256 = z.string().regex(/^[0-9a-f]{64}$/)
/** As in the data set's files. */
const label = z.int().min(0).max(255)

export const datasetPartSchema = z.enum(['train', 'test'])
export type DatasetPart = z.infer<typeof datasetPartSchema>

/** An image of a data set by its place in the files: corrections move no other image's. */
export const imagePlaceSchema = z.strictObject({
  part: datasetPartSchema,
  /** In the part; the first is 0. */
  index: count,
})
export type ImagePlace = Readonly<z.infer<typeof imagePlaceSchema>>

const about = {
  /** ISO 8601, UTC. */
  time: z.iso.datetime(),
  ...imagePlaceSchema.shape,
  /** The user's; may be empty. */
  reason: z.string(),
}

/** What a user thinks of one image of a data set: a line of the log of corrections. */
export const correctionSchema = z.discriminatedUnion('kind', [
  /** The image is left out. */
  z.strictObject({ kind: z.literal('exclude'), ...about }),
  /** The image is of another class. */
  z.strictObject({ kind: z.literal('relabel'), ...about, label }),
  /** The image is as the data set has it: takes back what was said before. */
  z.strictObject({ kind: z.literal('restore'), ...about }),
])
export type Correction = Readonly<z.infer<typeof correctionSchema>>

/** The first line of a log of corrections: which data set they are of. */
export const correctionsHeaderSchema = z.strictObject({
  schema: z.literal(1),
  /** What it was called when the log was begun. */
  dataset: z.string(),
  split: z.string(),
  /** Of the data set itself, without corrections. */
  fingerprint: sha256,
})
export type CorrectionsHeader = Readonly<z.infer<typeof correctionsHeaderSchema>>

/** Corrections in force, as whatever was trained or measured with them names them. */
export const correctionsSummarySchema = z.strictObject({
  /** SHA-256 of what they come to, in whatever order they were made. */
  fingerprint: z.string(),
  excluded: count,
  relabelled: count,
})
export type CorrectionsSummary = Readonly<z.infer<typeof correctionsSummarySchema>>

/** Whether a part has as many images of one class as of another; null where it has no images at all. */
const balanceSchema = z
  .strictObject({
    /** Indices into `classes`; of several the first. */
    least: z.strictObject({ class: count, count }),
    most: z.strictObject({ class: count, count }),
    /** Most over least; null where a class has none. */
    ratio: z.number().min(1).nullable(),
  })
  .nullable()
export type ClassBalance = Readonly<z.infer<typeof balanceSchema>>

/** Images with the same 784 bytes. */
const duplicateGroupSchema = z.strictObject({
  images: z.int().min(2),
  blank: z.boolean(),
  /** The first of them, in file order, each with the label it has. */
  places: z.array(z.strictObject({ ...imagePlaceSchema.shape, label })).min(2),
})

const repeatedSchema = z.strictObject({
  groups: count,
  /** All images of those groups within the part. */
  images: count,
  /** How many would go if one of each group stayed. */
  surplus: count,
})

/** Images that occur more than once, bit for bit. */
export const duplicatesSchema = z.strictObject({
  train: repeatedSchema,
  test: repeatedSchema,
  /** Images that are in both parts: what is measured with them was seen in training. */
  leakage: z.strictObject({
    groups: count,
    trainImages: count,
    testImages: count,
    /** Of the test part; null where that has no images. */
    testShare: z.number().min(0).max(1).nullable(),
  }),
  /** Groups whose images carry different labels. */
  conflicts: z.strictObject({ groups: count, images: count }),
  /** Images without any ink, or all of the same ink. */
  blank: z.strictObject({ train: count, test: count }),
  /** Those with conflicts first, then those in both parts, then the others; not more than a screen can show. */
  groups: z.array(duplicateGroupSchema),
  /** How many groups there are, listed or not. */
  groupCount: count,
})
export type DuplicatesReport = Readonly<z.infer<typeof duplicatesSchema>>

/** What is in a data set, as data for a screen. */
export const inspectionSchema = z.strictObject({
  name: z.string(),
  split: z.string(),
  height: z.int(),
  width: z.int(),
  trainCount: count,
  testCount: count,
  imageBytes: count,
  /** In the order of class indices. */
  classes: z.array(
    z.strictObject({
      label,
      character: z.string(),
      characters: z.array(z.string()).min(1),
      trainCount: count,
      testCount: count,
    }),
  ),
  balance: z.strictObject({ train: balanceSchema, test: balanceSchema }),
  duplicates: duplicatesSchema,
})
export type Inspection = Readonly<z.infer<typeof inspectionSchema>>

const samples = z.int().min(1)
const seed = z
  .int()
  .min(0)
  .max(2 ** 31 - 1)

/** What a sheet of images shows. */
export const sheetRequestSchema = z.discriminatedUnion('kind', [
  /** A row for each class, with some of its images. */
  z.strictObject({ kind: z.literal('classes'), part: datasetPartSchema, samples, seed }),
  /** Images of one class, as square as may be. */
  z.strictObject({
    kind: z.literal('class'),
    part: datasetPartSchema,
    /** Its index. */
    class: count,
    samples,
    seed,
  }),
  /** The mean image of each class that has images, as square as may be. */
  z.strictObject({ kind: z.literal('means'), part: datasetPartSchema }),
])
export type SheetRequest = Readonly<z.infer<typeof sheetRequestSchema>>

/** What is drawn at one place of a sheet of images. */
export const sheetCellSchema = z.strictObject({
  /** Counted from 0 at the top left. */
  row: count,
  column: count,
  label,
  /** Null for a mean. */
  place: imagePlaceSchema.nullable(),
})
export type SheetCell = Readonly<z.infer<typeof sheetCellSchema>>

/** Where the cells of a sheet lie: the image of row r, column c begins at `margin + r * pitch` from the top. */
export const sheetGeometrySchema = z.strictObject({
  /** In pixels, as all lengths here. */
  width: z.int().positive(),
  height: z.int().positive(),
  margin: count,
  /** From one image to the next. */
  pitch: z.int().positive(),
  /** Side of an image. */
  side: z.int().positive(),
  cells: z.array(sheetCellSchema),
})
export type SheetGeometry = Readonly<z.infer<typeof sheetGeometrySchema>>
