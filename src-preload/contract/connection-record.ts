import { z } from 'zod'

/** A connection to the network that Glyphlab made, and why: a line of `connections.jsonl` in the data home. */
export const connectionRecordSchema = z.strictObject({
  /** When it began; ISO 8601, UTC. */
  time: z.iso.datetime(),
  /** What was fetched. */
  purpose: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('dataset'), name: z.string() }),
    z.strictObject({ kind: z.literal('runtime'), version: z.string() }),
  ]),
  /** Where from: a host, or what chooses it, such as `pip`. */
  host: z.string(),
  /** Received; null where that is not known. */
  bytes: z.int().min(0).nullable(),
  outcome: z.enum(['done', 'failed', 'interrupted']),
})
export type ConnectionRecord = Readonly<z.infer<typeof connectionRecordSchema>>
