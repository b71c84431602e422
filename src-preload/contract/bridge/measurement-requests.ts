import { z } from 'zod'
import { newRunSchema } from '../job'
import {
  comparisonSchema,
  imageQuerySchema,
  listedMeasurementSchema,
  measurementRefSchema,
  measurementSchema,
  measurementTextSchema,
  measuredPartSchema,
  measuringSchema,
  predictedImageSchema,
  recallByEpochSchema,
} from '../measurement'
import { errorSchema } from '../errors'
import { runIdSchema } from '../run'
import { handedOverIdSchema } from './hand-over'

const none = z.strictObject({})
const count = z.int().min(0)
const ofMeasurement = z.strictObject({ ref: measurementRefSchema })
const { dataset, split, corrections } = newRunSchema.shape

/** What Results asks: how a network did, image by image, and against another. */
export const MEASUREMENT_REQUESTS = {
  /** Whoever knows a list, by its stamp, is told whether it still stands: runs are measured in terminals, too. */
  'measurements.list': {
    params: z.strictObject({ known: z.string().max(200).nullable().default(null) }),
    result: z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('unchanged') }),
      z.strictObject({
        kind: z.literal('list'),
        stamp: z.string(),
        /** The latest first. */
        measurements: z.array(listedMeasurementSchema),
      }),
    ]),
  },
  'measurements.open': {
    params: ofMeasurement,
    result: z.strictObject({ measurement: measurementSchema }),
  },
  'measurements.images': {
    params: z.strictObject({
      ref: measurementRefSchema,
      query: imageQuerySchema,
      offset: count,
      limit: z.int().min(1).max(200),
    }),
    result: z.strictObject({
      /** How many there are. */
      total: count,
      /** From `offset` on. */
      images: z.array(predictedImageSchema),
      /** Why there are no pixels; null where there are. */
      pixelsMissing: errorSchema.nullable(),
    }),
  },
  'measurements.compare': {
    params: z.strictObject({
      baseline: measurementRefSchema,
      others: z.array(measurementRefSchema).min(1).max(32),
    }),
    result: z.strictObject({
      /** In the order of `others`; an error where it cannot be held against the baseline. */
      comparisons: z.array(
        z.union([
          z.strictObject({ ok: z.literal(true), comparison: comparisonSchema }),
          z.strictObject({ ok: z.literal(false), error: errorSchema }),
        ]),
      ),
    }),
  },
  'measurements.text': {
    params: z.strictObject({ ref: measurementRefSchema, text: measurementTextSchema }),
    result: z.strictObject({ fileName: z.string(), text: z.string() }),
  },
  /** From `metrics.jsonl`. */
  'measurements.recall': {
    params: z.strictObject({ run: runIdSchema }),
    result: recallByEpochSchema,
  },
  /** Begins to measure a run's best weights on a data set; `measuring.changed` tells how it goes. */
  'measurements.measure': {
    params: z.strictObject({
      run: runIdSchema,
      dataset,
      split,
      corrections,
      part: measuredPartSchema,
    }),
    result: none,
  },
  'measurements.measuring': { params: none, result: measuringSchema },
  'measurements.stop': { params: none, result: none },
  /** Takes in a CSV of predictions that any program made of a data set's test part, and keeps its measurement. */
  'measurements.add-predictions': {
    params: z.strictObject({ handedOver: handedOverIdSchema, dataset, split, corrections }),
    /** `isNew` is false where the same ones were there already: these are not kept twice. */
    result: ofMeasurement.extend({ isNew: z.boolean() }),
  },
  /** Only of predictions made elsewhere: a run keeps its own. */
  'measurements.remove': { params: ofMeasurement, result: none },
} as const
