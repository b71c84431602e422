import { z } from 'zod'
import { sheetReadingSchema, type Strokes } from '../../src-preload/contract/sketch'

/** What the recogniser can be asked. */
export const recogniserQuestionSchema = z.strictObject({
  type: z.literal('read'),
  /** Parsed where they came from the window, number by number: that is not done twice. */
  strokes: z.custom<Strokes>(Array.isArray),
  models: z
    .array(
      z.discriminatedUnion('kind', [
        z.strictObject({ kind: z.literal('built-in') }),
        z.strictObject({ kind: z.literal('run'), folder: z.string() }),
      ]),
    )
    .min(1),
})
export type RecogniserQuestion = Readonly<z.infer<typeof recogniserQuestionSchema>>

export const recogniserAnswerSchema = z.strictObject({
  type: z.literal('read'),
  reading: sheetReadingSchema,
})
export type RecogniserAnswer = Readonly<z.infer<typeof recogniserAnswerSchema>>

/** A training run has the machine to itself but for one thread; no graphics card is taken from it. */
export const RECOGNISER_ENVIRONMENT = {
  TF_NUM_INTRAOP_THREADS: '1',
  TF_NUM_INTEROP_THREADS: '1',
  CUDA_VISIBLE_DEVICES: '-1',
} as const
