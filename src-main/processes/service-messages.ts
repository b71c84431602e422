import { z } from 'zod'
import { errorSchema } from '../../src-preload/contract/errors'

/** What tells questions of one kind from another, and the answer to each. */
export interface Typed {
  readonly type: string
}

const id = z.int().min(0)

/** What the process of a service is sent: questions, any number at once, and to end. */
export const serviceRequestSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('ask'), id, question: z.unknown() }),
  z.strictObject({ type: z.literal('stop') }),
])
export type ServiceRequest = Readonly<z.infer<typeof serviceRequestSchema>>

/** What it says of a question, by its id. */
export type ServiceReply<Answer extends Typed> =
  /** It has the question: should it end now, that may be the cause. */
  | { readonly type: 'begun'; readonly id: number }
  | { readonly type: 'answered'; readonly id: number; readonly answer: Answer }
  | {
      readonly type: 'failed'
      readonly id: number
      readonly error: Readonly<z.infer<typeof errorSchema>>
    }

export function serviceReplySchema<Answer extends Typed>(
  answer: z.ZodType<Answer>,
): z.ZodType<ServiceReply<Answer>> {
  return z.union([
    z.strictObject({ type: z.literal('answered'), id, answer }),
    z.strictObject({ type: z.literal('begun'), id }),
    z.strictObject({ type: z.literal('failed'), id, error: errorSchema }),
  ])
}
