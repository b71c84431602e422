import { z } from 'zod'
import {
  keptSketchSchema,
  sketchIdSchema,
  sketchTruthSchema,
} from '../../../src-preload/contract/sketch'
import { PIXELS_PER_IMAGE } from '../datasets/dataset'

/** The first line: which log it is, so that a data set of another one is told from its own. */
export const headerLineSchema = z.strictObject({ schema: z.literal(1), log: z.uuid() })

/** Which part of the data set a sketch is in for good; null until it is first of a class. */
const part = z.enum(['train', 'test']).nullable()
export type SketchPart = z.infer<typeof part>

/** As many signs as an image has in base64. */
const PIXELS_LENGTH = 4 * Math.ceil(PIXELS_PER_IMAGE / 3)

/** What the log says of a sketch: that it was drawn, or what it is in truth. The last word counts. */
export const sketchLineSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('keep'),
    ...keptSketchSchema.shape,
    pixels: z.base64().length(PIXELS_LENGTH),
    part,
    /** Read only where they are asked for: they are nine tenths of the log. */
    strokes: z.unknown(),
  }),
  z.strictObject({
    kind: z.literal('truth'),
    id: sketchIdSchema,
    truth: sketchTruthSchema.nullable(),
    part,
    /** ISO 8601, UTC. */
    time: z.iso.datetime(),
  }),
])
export type SketchLine = z.infer<typeof sketchLineSchema>
