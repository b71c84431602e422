import { z } from 'zod'

/** What became of a file since its data set was stored. */
export const verifiedFileSchema = z.strictObject({
  name: z.string(),
  state: z.enum([
    'as stored',
    'changed',
    'missing',
    /** Nothing was written down of it: the folder was filled by hand. */
    'not known',
  ]),
  /** Whether it is bit for bit the file that EMNIST publishes under this name; null where none is. */
  isOfficial: z.boolean().nullable(),
})
export type VerifiedFile = Readonly<z.infer<typeof verifiedFileSchema>>

export const datasetVerificationSchema = z.strictObject({
  name: z.string(),
  folder: z.string(),
  files: z.array(verifiedFileSchema),
  /** Whether it is, or was made of, the very files that EMNIST publishes for a split, and is whole. */
  isOfficial: z.boolean(),
  /** `datasetFingerprint` of what the files hold now; null where they cannot be read. */
  fingerprint: z.string().nullable(),
  /** What is wrong, one line; null where all is as it was stored. */
  problem: z.string().nullable(),
})
export type DatasetVerification = Readonly<z.infer<typeof datasetVerificationSchema>>
