import type { z } from 'zod'
import type { ErrorData } from '../../src-preload/contract/errors'
import { errorData, internalError } from '../core/errors'
import { connectToParent } from './parent-port'

/** Asks a process to end what it is doing. */
export interface StopRequest {
  readonly type: 'stop'
}

export interface FailedReply {
  readonly type: 'failed'
  readonly error: ErrorData
}

export interface JobContext<Reply> {
  readonly post: (reply: Reply) => void
  /** Aborted when the parent wants the job to end. */
  readonly signal: AbortSignal
}

/**
 * What an entry of the build does that takes one job from start to end and is gone: performs it, tells of a
 * failure, and ends when it is asked to or when its parent is gone.
 */
export function serveOneJob<Job extends { readonly type: string }, Reply extends object>(
  requestSchema: z.ZodType<Job | StopRequest>,
  perform: (job: Job, context: JobContext<Reply>) => Promise<void>,
): void {
  const stopping = new AbortController()
  let hasJob = false
  const port = connectToParent<Job | StopRequest, Reply | FailedReply>({
    requestSchema,
    onRequest: (request) => {
      if (isStop(request)) {
        stopping.abort()
        if (!hasJob) void port.close()
      } else if (hasJob) {
        port.post({ type: 'failed', error: errorData(internalError('a process takes one job')) })
      } else {
        hasJob = true
        void run(request)
      }
    },
    onParentGone: () => process.exit(1),
  })

  async function run(job: Job): Promise<void> {
    try {
      await perform(job, { post: (reply) => port.post(reply), signal: stopping.signal })
    } catch (thrown) {
      if (!stopping.signal.aborted) port.post({ type: 'failed', error: errorData(thrown) })
    }
    await port.close()
  }
}

function isStop(request: { readonly type: string }): request is StopRequest {
  return request.type === 'stop'
}
