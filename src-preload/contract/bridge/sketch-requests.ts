import { z } from 'zod'
import {
  builtInModelSchema,
  keptSketchSchema,
  modelRefSchema,
  saidOfSketchSchema,
  sheetReadingSchema,
  sketchIdSchema,
  sketchTruthSchema,
  strokesSchema,
} from '../sketch'

const none = z.strictObject({})
const count = z.int().min(0)
const ofSketch = z.strictObject({ sketch: sketchIdSchema })

/** What Sketch asks: what a drawing shows; and the drawings that are kept. */
export const SKETCH_REQUESTS = {
  /** What models make of a sheet: asked again and again while one draws. */
  'sketch.read': {
    params: z.strictObject({
      strokes: strokesSchema,
      /** Two are held side by side. */
      models: z.array(modelRefSchema).min(1).max(2),
    }),
    result: z.strictObject({ reading: sheetReadingSchema }),
  },
  'sketch.built-in': { params: none, result: z.strictObject({ model: builtInModelSchema }) },
  /** Keeps a sketch; where its truth is a character, the data set of sketches has it from then on. */
  'sketches.keep': {
    params: z.strictObject({
      strokes: strokesSchema.refine((strokes) => strokes.length > 0, 'nothing is drawn'),
      said: saidOfSketchSchema.nullable(),
      truth: sketchTruthSchema.nullable(),
    }),
    result: z.strictObject({ sketch: keptSketchSchema }),
  },
  /** Says what a kept sketch is in truth; null takes back what was said. */
  'sketches.correct': {
    params: z.strictObject({ sketch: sketchIdSchema, truth: sketchTruthSchema.nullable() }),
    result: z.strictObject({ sketch: keptSketchSchema }),
  },
  'sketches.list': {
    params: z.strictObject({ offset: count, limit: z.int().min(1).max(200) }),
    result: z.strictObject({
      /** The latest first. */
      sketches: z.array(keptSketchSchema),
      total: count,
      /** How many of them are in the data set. */
      inDataset: count,
    }),
  },
  /** The strokes, to be put back onto the sheet. */
  'sketches.open': { params: ofSketch, result: z.strictObject({ strokes: strokesSchema }) },
  'sketches.delete': {
    params: z.strictObject({
      which: z.discriminatedUnion('kind', [
        z.strictObject({
          kind: z.literal('these'),
          sketches: z.array(sketchIdSchema).min(1).max(1000),
        }),
        z.strictObject({ kind: z.literal('all') }),
      ]),
    }),
    result: none,
  },
  /** A zip file with the data set in EMNIST's format, a PNG of each sketch, and the strokes of all. */
  'sketches.export': {
    params: none,
    result: z.strictObject({ name: z.string(), zip: z.base64() }),
  },
} as const
