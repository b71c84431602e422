import { z } from 'zod'
import { DOODLE_KINDS } from './draw-doodle'

/** Counted up whenever the same seed would give other images. */
export const LEGIBILITY_VERSION = 1

const count = z.int().min(1).max(100_000)

/** What the data set of what can be read is made by, beside the data set that its characters are taken from. */
export const legibilityRecipeSchema = z.strictObject({
  /** Of each kind of doodles, in the training part. */
  doodlesPerKind: count.default(700),
  /** Drawn characters of each class, in the training part. */
  sketchesPerClass: count.default(320),
  /** Images of the other data set drawn with another pen, and several of them in one, in the training part. */
  otherPens: count.default(16_000),
  heaps: count.default(7000),
  /** Kinds of doodles to do without. */
  leaveOut: z.array(z.enum(DOODLE_KINDS)).default([]),
  seed: z
    .int()
    .min(0)
    .max(2 ** 31 - 1)
    .default(1),
})
export type LegibilityRecipe = Readonly<z.infer<typeof legibilityRecipeSchema>>
