import { z } from 'zod'

/** Where the fetching of a data set stands: one report, which the next one replaces. */
export const getProgressSchema = z.discriminatedUnion('phase', [
  z.strictObject({
    phase: z.literal('connecting'),
    /** The address, without what is secret in it. */
    source: z.string(),
  }),
  z.strictObject({
    phase: z.literal('downloading'),
    source: z.string(),
    /** The name of the file that is under way. */
    file: z.string(),
    /** Of all that is to be fetched, what an earlier call brought included. */
    bytesDone: z.int().min(0),
    /** Null where the server does not tell. */
    bytesTotal: z.int().min(0).nullable(),
    bytesPerSecond: z.number().min(0).nullable(),
    secondsLeft: z.number().min(0).nullable(),
  }),
  /** For a server that is to be asked again, or for another process that fetches the same. */
  z.strictObject({
    phase: z.literal('waiting'),
    reason: z.string(),
    /** Null where nobody knows. */
    seconds: z.number().min(0).nullable(),
  }),
  z.strictObject({ phase: z.literal('verifying'), file: z.string() }),
  z.strictObject({ phase: z.literal('storing') }),
])
export type GetProgress = Readonly<z.infer<typeof getProgressSchema>>
