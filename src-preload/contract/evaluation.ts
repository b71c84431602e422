import { z } from 'zod'

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
  character: z.string(),
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

/** How well a network did on one part of a data set. Without images, what would need some is null. */
export const evaluationReportSchema = z.strictObject({
  /** Images evaluated. */
  count,
  accuracy: fraction.nullable(),
  /** Of the accuracy. */
  interval: intervalSchema.nullable(),
  /** Mean cross-entropy in nats. */
  loss: z.number().min(0).nullable(),
  /** Share of images whose class is among the three of the highest scores. */
  top3Accuracy: fraction.nullable(),
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
