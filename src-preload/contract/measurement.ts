import { z } from 'zod'
import { imagePlaceSchema } from './dataset'
import { errorSchema } from './errors'
import { evaluationFileSchema, intervalSchema } from './evaluation'
import { runIdSchema, runStatusSchema } from './run'
import { namedArchitectureSchema, precisionSchema } from './training'

const count = z.int().min(0)
const fraction = z.number().min(0).max(1)
/** Index into `perClass` of the report. */
const classIndex = z.int().min(0).max(255)

/** Where a measurement is kept. */
export const measurementRefSchema = z.strictObject({
  /** In the folder of this run; null for predictions made elsewhere, which the data home keeps. */
  run: runIdSchema.nullable(),
  /** Of its file, without `.json`: such as `emnist47-test`. */
  file: z
    .string()
    .max(200)
    .regex(/^[\p{L}\p{N}_-][\p{L}\p{M}\p{N}._-]*$/u),
})
export type MeasurementRef = Readonly<z.infer<typeof measurementRefSchema>>

/** What of a network tells how it is called. */
const networkNameSchema = z.discriminatedUnion('name', [
  z.object({ name: z.enum(namedArchitectureSchema.options.map(({ shape }) => shape.name.value)) }),
  z.object({ name: z.literal('layers'), title: z.string() }),
])

/** A network, and what it computes in. */
export const namedNetworkSchema = z.object({
  architecture: networkNameSchema,
  precision: precisionSchema,
})
export type NamedNetwork = Readonly<z.infer<typeof namedNetworkSchema>>

/** What was measured, as it is called. */
export const measuredNameSchema = z.discriminatedUnion('kind', [
  /** By its user; after the file of the predictions; or else as the measurement itself says. */
  z.strictObject({ kind: z.literal('name'), name: z.string() }),
  /** After its network: a run that nobody has named. */
  z.strictObject({ kind: z.literal('network'), network: namedNetworkSchema }),
])
export type MeasuredName = Readonly<z.infer<typeof measuredNameSchema>>

/** A measurement as a list shows it. */
export const listedMeasurementSchema = z.strictObject({
  ref: measurementRefSchema,
  called: measuredNameSchema,
  ...evaluationFileSchema.pick({ dataset: true, part: true, seed: true, measuredAt: true }).shape,
  classes: count,
  images: count,
  accuracy: fraction.nullable(),
  interval: intervalSchema.nullable(),
  /** Whether what was answered to each image was kept: without it there are no images and no comparison. */
  hasPredictions: z.boolean(),
})
export type ListedMeasurement = Readonly<z.infer<typeof listedMeasurementSchema>>

/** Numbers of images by the probability of the class predicted: bin i of n reaches from i/n to (i+1)/n. */
export const confidenceHistogramSchema = z.strictObject({
  right: z.array(count),
  wrong: z.array(count),
})
export type ConfidenceHistogram = Readonly<z.infer<typeof confidenceHistogramSchema>>

/** All of one measurement. */
export const measurementSchema = z.strictObject({
  ref: measurementRefSchema,
  called: measuredNameSchema,
  evaluation: evaluationFileSchema,
  /** Null for predictions made elsewhere, and where the run's own record cannot be read. */
  run: z
    .strictObject({
      status: runStatusSchema,
      epochs: count,
      epochsDone: count,
      /** As `training.start` takes it: where its images are. */
      dataset: z.string(),
      split: z.string().nullable(),
    })
    .nullable(),
  /** How often this test part has been looked at, by all runs of the data home; null for a validation part. */
  testMeasured: z.strictObject({ runs: count, times: count }).nullable(),
  /** Of the images as measured; or why there is none. */
  predictions: z.discriminatedUnion('kind', [
    z.strictObject({
      kind: z.literal('kept'),
      confidences: confidenceHistogramSchema,
      /** Where the images are, as every request about a data set takes it. */
      source: z.string(),
    }),
    /** Measured by a version that did not keep them, or the file was removed or is damaged. */
    z.strictObject({ kind: z.literal('missing'), error: errorSchema }),
  ]),
})
export type Measurement = Readonly<z.infer<typeof measurementSchema>>

/** Which images of a measurement are wanted, and in which order. */
export const imageQuerySchema = z.strictObject({
  /** Only of these true classes, and only taken for these; null for any. */
  actual: z.array(classIndex).max(256).nullable(),
  predicted: z.array(classIndex).max(256).nullable(),
  outcome: z.enum(['any', 'right', 'wrong']),
  /** Bounds of the probability of the class predicted, both included. */
  confidence: z.tuple([fraction, fraction]),
  /** By that probability, highest or lowest first; by that of the true class, lowest first; or as in the files. */
  order: z.enum(['surest', 'least-sure', 'least-true', 'files']),
})
export type ImageQuery = Readonly<z.infer<typeof imageQuerySchema>>

/** One image, and what was answered to it. */
export const predictedImageSchema = z.strictObject({
  place: imagePlaceSchema,
  actual: classIndex,
  /** The likeliest first, five at most. */
  top: z
    .array(z.strictObject({ class: classIndex, probability: fraction }))
    .min(1)
    .max(5),
  /** Probability of the true class. */
  actualProbability: fraction,
  /** 784 bytes, base64, as the network saw it: 0 is paper; null where the data set is not there any more. */
  pixels: z.base64().nullable(),
})
export type PredictedImage = Readonly<z.infer<typeof predictedImageSchema>>

/** Two measurements of the same images, held against each other image by image. */
export const comparisonSchema = z.strictObject({
  images: z.int().min(1),
  /** Accuracy of the other less that of the baseline. */
  difference: z.number().min(-1).max(1),
  /** Of the difference; paired: Bonett and Price's adjusted Wald interval. */
  interval: z.strictObject({ level: fraction, lower: z.number(), upper: z.number() }),
  /** Images that the baseline alone has right, and that the other alone has. */
  baselineOnly: count,
  otherOnly: count,
  /** McNemar's exact test, two-sided: a binomial test of the images that one alone has right. */
  p: fraction,
  /** The same, corrected by Holm for all comparisons asked for together. */
  holmP: fraction,
})
export type Comparison = Readonly<z.infer<typeof comparisonSchema>>

/** What becomes of measuring a run on a data set: one at a time. */
export const measuringSchema = z.discriminatedUnion('phase', [
  z.strictObject({ phase: z.literal('idle') }),
  z.strictObject({
    phase: z.literal('measuring'),
    run: runIdSchema,
    dataset: z.string(),
    imagesDone: count,
    /** Null before the data set was read. */
    images: count.nullable(),
  }),
  z.strictObject({ phase: z.literal('done'), ref: measurementRefSchema }),
  z.strictObject({ phase: z.literal('failed'), run: runIdSchema, error: errorSchema }),
])
export type Measuring = Readonly<z.infer<typeof measuringSchema>>

/** Share of each class's validation images that were recognised, epoch by epoch. */
export const recallByEpochSchema = z.strictObject({
  classes: z.array(z.strictObject({ characters: z.array(z.string()).min(1) })),
  epochs: z.array(
    z.strictObject({
      epoch: z.int().positive(),
      best: z.boolean(),
      /** In the order of `classes`; null where a class has no validation images. */
      recall: z.array(fraction.nullable()),
    }),
  ),
})
export type RecallByEpoch = Readonly<z.infer<typeof recallByEpochSchema>>

/** What of a measurement can be had as a text. */
export const measurementTextSchema = z.enum([
  /** The evaluation file. */
  'json',
  /** A line a class, then the averages. */
  'csv',
  'markdown',
  'latex',
  /** The confusion matrix: true classes down, predicted ones across. */
  'confusion-csv',
])
export type MeasurementText = z.infer<typeof measurementTextSchema>

/** Parts that a run can be measured on. */
export const measuredPartSchema = evaluationFileSchema.shape.part
