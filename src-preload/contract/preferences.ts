import { z } from 'zod'
import { modelRefSchema } from './sketch'

/** How the window looks and behaves: kept in the data home, the same in every window. */
export const preferencesSchema = z.strictObject({
  theme: z.enum(['system', 'light', 'dark']).default('system'),
  /** `reduced` moves nothing, whatever the system says. */
  motion: z.enum(['system', 'reduced']).default('system'),
  /** Whether graphics cards may multiply float32 in TF32: faster, with 10 bits of mantissa instead of 23. */
  tf32: z.boolean().default(true),
  /** The sketch pad. */
  sketch: z
    .strictObject({
      model: modelRefSchema.default({ kind: 'built-in' }),
      /** Held against the first; null for none. */
      secondModel: modelRefSchema.nullable().default(null),
      /** Of a stroke, in units of the sheet. */
      strokeWidth: z.number().min(4).max(96).default(30),
      guides: z.boolean().default(true),
      penPressure: z.boolean().default(true),
    })
    .prefault({}),
  /** The full screen for events. */
  eventMode: z
    .strictObject({
      /** Asked for before it is left; null until the user has chosen one. */
      pin: z
        .string()
        .regex(/^\d{4,8}$/)
        .nullable()
        .default(null),
      /** Seconds without a touch before the countdown to a clean sheet begins, and of the countdown. */
      restSeconds: z.int().min(5).max(600).default(20),
      countdownSeconds: z.int().min(3).max(60).default(20),
    })
    .prefault({}),
})
export type Preferences = Readonly<z.infer<typeof preferencesSchema>>
