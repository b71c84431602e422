import { z } from 'zod'
import { correctionsSummarySchema } from './dataset'

const fraction = z.number().min(0).max(1)
const count = z.int().min(0)
const classIndex = z.int().min(0)

/** Bounds of a confidence interval of an accuracy. */
export const intervalSchema = z.strictObject({
  method: z.literal('wilson'),
  level: fraction,
  lower: fraction,
  upper: fraction,
})
export type Interval = z.infer<typeof intervalSchema>

export const averageMetricsSchema = z.strictObject({
  precision: fraction,
  recall: fraction,
  f1: fraction,
})
export type AverageMetrics = z.infer<typeof averageMetricsSchema>

/** One class. Where nothing was predicted or nothing is there, precision, recall and F1 are 0, as in scikit-learn. */
export const classMetricsSchema = z.strictObject({
  ...averageMetricsSchema.shape,
  /** As in the data set's files. */
  label: z.int().min(0),
  /** The first of `characters`: what the class is called where there is room for one. */
  character: z.string(),
  /** All characters merged in the class, such as upper and lower case; `className` puts them into words. */
  characters: z.array(z.string()).min(1),
  /** Images of this class. */
  support: count,
  /** Images taken for this class. */
  predicted: count,
})
export type ClassMetrics = z.infer<typeof classMetricsSchema>

/** Images of one class taken for another. Classes are indices into `perClass`. */
export const confusionSchema = z.strictObject({
  actual: classIndex,
  predicted: classIndex,
  count,
  /** Of the images of the actual class. */
  share: fraction,
})
export type Confusion = z.infer<typeof confusionSchema>

/** Two classes taken for each other, whichever way. */
export const confusedPairSchema = z.strictObject({
  /** Indices into `perClass`, the lower first. */
  classes: z.tuple([classIndex, classIndex]),
  count,
  /** Images of the first class taken for the second, and of the second taken for the first. */
  directions: z.tuple([count, count]),
})
export type ConfusedPair = z.infer<typeof confusedPairSchema>

/** Images of like confidence, and whether that confidence was deserved. */
export const calibrationBinSchema = z.strictObject({
  count: z.int().min(1),
  /** Mean probability of the class predicted. */
  confidence: fraction,
  /** Share of the images recognised. */
  accuracy: fraction,
  /** The lowest and the highest confidence of an image of the bin. */
  lower: fraction,
  upper: fraction,
})
export type CalibrationBin = z.infer<typeof calibrationBinSchema>

export const calibrationSchema = z.strictObject({
  /** Expected calibration error: mean distance of accuracy and confidence over the bins, each by its images. */
  ece: fraction,
  /** From low to high confidence, as even in numbers of images as equal confidences allow. */
  bins: z.array(calibrationBinSchema).min(1),
})
export type Calibration = z.infer<typeof calibrationSchema>

/** How well a network did on one part of a data set. Without images, what would need some is null. */
export const evaluationReportSchema = z.strictObject({
  /** Images evaluated. */
  count,
  accuracy: fraction.nullable(),
  /** Of the accuracy. */
  interval: intervalSchema.nullable(),
  /** Negative log-likelihood in nats: the mean of -ln(probability of the true class), also called cross-entropy. */
  loss: z.number().min(0).nullable(),
  /** Share of images whose class is among the three of the highest scores. */
  top3Accuracy: fraction.nullable(),
  calibration: calibrationSchema.nullable(),
  /** Mean over all classes of the data set. */
  macro: averageMetricsSchema.nullable(),
  /** Mean over the classes, each by its support. */
  weighted: averageMetricsSchema.nullable(),
  /** In the order of class indices. */
  perClass: z.array(classMetricsSchema),
  /** `[actual][predicted]`, numbers of images. */
  confusion: z.array(z.array(count)),
  /** Most frequent first. */
  topConfusions: z.array(confusionSchema),
  /** Most frequent first. */
  confusedPairs: z.array(confusedPairSchema),
  /** Class indices by F1, highest first; classes without images are left out. */
  bestClasses: z.array(classIndex),
  /** Class indices by F1, lowest first; classes without images are left out. */
  hardestClasses: z.array(classIndex),
})
export type EvaluationReport = z.infer<typeof evaluationReportSchema>

/** The two figures that follow a network through training. */
export const meansSchema = z.strictObject({
  /** Cross-entropy in nats. */
  loss: z.number(),
  accuracy: fraction,
})

/** The report of a measurement by a trained network. */
export const testResultSchema = z.strictObject({
  ...evaluationReportSchema.shape,
  /** Of the same logits without adjustment; null where none was made. */
  unadjusted: z.strictObject({ ...meansSchema.shape, interval: intervalSchema }).nullable(),
})
export type TestResult = z.infer<typeof testResultSchema>

/** Labels are bytes. */
const MOST_CLASSES = 256

/** Whether the parts of a report fit one another: a file may come from anybody, and be shown as it is. */
function isWhole({ count, perClass, confusion, ...found }: TestResult): boolean {
  const classes = perClass.length
  const named = [
    ...found.topConfusions.flatMap(({ actual, predicted }) => [actual, predicted]),
    ...found.confusedPairs.flatMap((pair) => pair.classes),
    ...found.bestClasses,
    ...found.hardestClasses,
  ]
  return (
    classes <= MOST_CLASSES &&
    confusion.length === classes &&
    confusion.every((row) => row.length === classes) &&
    confusion.flat().reduce((sum, images) => sum + images, 0) === count &&
    named.every((index) => index < classes)
  )
}

/** `evaluations/<data set>-<part>.json`: one measurement, and everything that is shown of it. */
export const evaluationFileSchema = z.strictObject({
  /** Version of this file. A later one is refused, an earlier one read. */
  schema: z.literal(1),
  dataset: z.strictObject({
    name: z.string(),
    split: z.string(),
    /** SHA-256 of classes, images and labels, as measured on: corrections are in it. */
    fingerprint: z.string(),
    /** The user's corrections that were in force: with some, a figure is not one of the set itself. */
    corrections: correctionsSummarySchema.nullable().default(null),
  }),
  part: z.enum(['validation', 'test']),
  /** Id of the run whose weights were measured; null for predictions made elsewhere. */
  run: z.string().nullable(),
  /** Images the network learnt from; null where not known, as are seed and best epoch. */
  trainingImages: count.nullable(),
  seed: z.int().nullable(),
  bestEpoch: z.int().min(1).nullable(),
  /** The network's name, such as `seed-cnn`; null where not known. */
  model: z.string().nullable(),
  /** ISO 8601, UTC. */
  measuredAt: z.iso.datetime(),
  /** How often this part of this data set has been measured with this run, this time included. */
  measurements: z.int().min(1),
  report: testResultSchema.refine(isWhole, 'its classes and numbers do not fit one another'),
})
export type EvaluationFile = z.infer<typeof evaluationFileSchema>
