import { z } from 'zod'

/** Files of the user's that a window has handed over: only so can it name what is not in the data home. */
export const handedOverIdSchema = z.uuid().brand<'HandedOverId'>()
export type HandedOverId = z.infer<typeof handedOverIdSchema>

/** What was handed over, for the user to see before anything is done with it. */
export const handedOverSchema = z.strictObject({
  id: handedOverIdSchema,
  /** Of the file, or of the folder. */
  name: z.string(),
  kind: z.enum(['file', 'folder']),
  files: z.int().min(1),
  bytes: z.int().min(0),
})
export type HandedOver = Readonly<z.infer<typeof handedOverSchema>>

/** A file that the program has ready for a browser to fetch, once. */
export const offeredIdSchema = z.uuid().brand<'OfferedId'>()
export type OfferedId = z.infer<typeof offeredIdSchema>
