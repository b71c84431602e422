import { z } from 'zod'
import { errorSchema } from './errors'
import { evaluationFileSchema } from './evaluation'
import { runIdSchema, runRecordSchema } from './run'

/** Side of the sheet, in units of its own whatever its size on a screen: 24 modules of 28. */
export const SHEET_SIDE = 672

/** A sheet takes no more: some minutes of scribbling without a pause. What would come after is not drawn. */
export const MOST_STROKES = 1000
export const MOST_POINTS = 20_000

const coordinate = z
  .number()
  .min(-SHEET_SIDE)
  .max(2 * SHEET_SIDE)

/** What one contact of a pen, a finger or a mouse has left on the sheet. */
export const strokeSchema = z.strictObject({
  /** In units of the sheet, at medium pressure. */
  width: z
    .number()
    .min(1)
    .max(SHEET_SIDE / 4),
  /** Whether the pen told how hard it was pressed: the line is then as wide as that. */
  hasPressure: z.boolean(),
  /** x, y and pressure (0 to 1) in turn; x to the right, y down, from the upper left corner of the sheet. */
  points: z
    .array(coordinate)
    .min(3)
    .max(3 * MOST_POINTS)
    .refine((points) => points.length % 3 === 0, 'three numbers a point')
    .refine(
      (points) => points.every((value, at) => at % 3 !== 2 || (value >= 0 && value <= 1)),
      'a pressure is from 0 to 1',
    ),
})
export type Stroke = Readonly<z.infer<typeof strokeSchema>>

/** A drawing: its strokes in order. */
export const strokesSchema = z
  .array(strokeSchema)
  .max(MOST_STROKES)
  .refine(
    (strokes) => strokes.reduce((sum, { points }) => sum + points.length, 0) <= 3 * MOST_POINTS,
    'too many points',
  )
export type Strokes = readonly Stroke[]

/** What reads: the model that comes with Glyphlab, or the best checkpoint of a run. */
export const modelRefSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('built-in') }),
  z.strictObject({ kind: z.literal('run'), run: runIdSchema }),
])
export type ModelRef = Readonly<z.infer<typeof modelRefSchema>>

const probability = z.number().min(0).max(1)

/** A class and how likely it is; at least one character, the first is what it is called. */
export const likelyClassSchema = z.strictObject({
  characters: z.array(z.string()).min(1),
  probability,
})
export type LikelyClass = Readonly<z.infer<typeof likelyClassSchema>>

/** What one model makes of a drawing. */
export const readingSchema = z.discriminatedUnion('kind', [
  /** The likeliest five, first to last. */
  z.strictObject({ kind: z.literal('read'), answers: z.array(likelyClassSchema).min(1).max(5) }),
  z.strictObject({ kind: z.literal('failed'), error: errorSchema }),
])
export type Reading = Readonly<z.infer<typeof readingSchema>>

/** What is made of a sheet. */
export const sheetReadingSchema = z.discriminatedUnion('kind', [
  /** Nothing is drawn on it. */
  z.strictObject({ kind: z.literal('empty') }),
  z.strictObject({
    kind: z.literal('drawn'),
    /** What the models are shown: 784 bytes, 0 is paper. */
    seen: z.base64(),
    /**
     * How much it looks like a character, whatever the model, and whether that is enough. Where it is not, answers are
     * guesses that should not be said.
     */
    legibility: probability,
    isLegible: z.boolean(),
    /** In the order of the models asked. */
    readings: z.array(readingSchema).min(1),
    /** From strokes to answers, of all models, without the ways between processes. */
    milliseconds: z.number().min(0),
  }),
])
export type SheetReading = Readonly<z.infer<typeof sheetReadingSchema>>

/** Below this, or with a smaller lead over the second, an answer is `not-sure` (UI guide, "Sketch"). */
const SURE_PROBABILITY = 0.7
const SURE_LEAD = 0.3

/** How an answer is to be said. */
export type Certainty = 'sure' | 'not-sure' | 'illegible'

/** @param answers the likeliest first */
export function certaintyOf(answers: readonly LikelyClass[], isLegible: boolean): Certainty {
  if (!isLegible) return 'illegible'
  const [first, second] = answers
  if (first === undefined) return 'illegible'
  const lead = first.probability - (second?.probability ?? 0)
  return first.probability >= SURE_PROBABILITY && lead >= SURE_LEAD ? 'sure' : 'not-sure'
}

/** The model that comes with Glyphlab: how it was made, and what it was measured at. */
export const builtInModelSchema = z.strictObject({
  record: runRecordSchema,
  /** On the test part of the data set that it was trained on; null where that is not at hand. */
  evaluation: evaluationFileSchema.nullable(),
  parameters: z.int().min(0),
  multiplyAdds: z.int().min(0),
  weightsBytes: z.int().min(0),
})
export type BuiltInModel = Readonly<z.infer<typeof builtInModelSchema>>

/** The user's own data set of corrected sketches, by its name in the data home. */
export const MY_SKETCHES = 'my-sketches'

export const sketchIdSchema = z
  .string()
  .regex(/^[0-9a-z-]{1,64}$/)
  .brand<'SketchId'>()
export type SketchId = z.infer<typeof sketchIdSchema>

/** What a sketch is in truth, said by the user. */
export const sketchTruthSchema = z.discriminatedUnion('kind', [
  /** One of the classes of EMNIST Balanced, by any of its characters: it goes to the data set. */
  z.strictObject({ kind: z.literal('character'), character: z.string().min(1).max(8) }),
  /** It is no character: it stays out of the data set. */
  z.strictObject({ kind: z.literal('none') }),
])
export type SketchTruth = Readonly<z.infer<typeof sketchTruthSchema>>

/** What a model said of a sketch at the time. */
export const saidOfSketchSchema = z.strictObject({
  model: modelRefSchema,
  answers: z.array(likelyClassSchema).min(1).max(5),
  isLegible: z.boolean(),
})
export type SaidOfSketch = Readonly<z.infer<typeof saidOfSketchSchema>>

/** A sketch that is kept, as a list shows it. */
export const keptSketchSchema = z.strictObject({
  id: sketchIdSchema,
  /** ISO 8601, UTC. */
  drawnAt: z.iso.datetime(),
  /** Made of the kept strokes as for the models: 784 bytes, 0 is paper. */
  pixels: z.base64(),
  /** Null where nothing had been answered. */
  said: saidOfSketchSchema.nullable(),
  /** Null until the user says. */
  truth: sketchTruthSchema.nullable(),
})
export type KeptSketch = Readonly<z.infer<typeof keptSketchSchema>>
