import type { z } from 'zod'
import { errorData, internalError } from '../core/errors'
import { connectToParent } from './parent-port'
import {
  serviceRequestSchema,
  type ServiceReply,
  type ServiceRequest,
  type Typed,
} from './service-messages'

/**
 * What an entry of the build does that answers questions as long as it is wanted: the other end of a
 * `Service`. Several may be under way at once; it ends when it is asked to or when its parent is gone.
 *
 * @param answer has the type of its question; the signal is aborted when nobody wants it any longer
 */
export function serveRequests<Question extends Typed, Answer extends Typed>(
  questionSchema: z.ZodType<Question>,
  answer: (question: Question, signal: AbortSignal) => Promise<Answer>,
): void {
  const stopping = new AbortController()
  const inHand = new Set<Promise<void>>()
  const port = connectToParent<ServiceRequest, ServiceReply<Answer>>({
    requestSchema: serviceRequestSchema,
    onRequest: (request) => {
      if (request.type === 'stop') void end()
      else {
        const work = take(request.id, request.question)
        inHand.add(work)
        void work.then(() => inHand.delete(work))
      }
    },
    onParentGone: () => process.exit(1),
  })

  async function take(id: number, question: unknown): Promise<void> {
    port.post({ type: 'begun', id })
    try {
      const parsed = questionSchema.safeParse(question)
      if (!parsed.success)
        throw internalError('a process was asked what it does not know', parsed.error)
      port.post({ type: 'answered', id, answer: await answer(parsed.data, stopping.signal) })
    } catch (thrown) {
      port.post({ type: 'failed', id, error: errorData(thrown) })
    }
  }

  async function end(): Promise<void> {
    stopping.abort()
    await Promise.all(inHand)
    await port.close()
  }
}

/** Puts work that cannot be done at once into a row: each begins when the one before has ended. */
export function inTurn(): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve()
  return (work) => {
    const result = last.then(work, work)
    last = result
    return result
  }
}
