import type { z } from 'zod'
import type { ErrorData } from '../../src-preload/contract/errors'
import { errorData, internalError } from '../core/errors'
import { connectToParent } from './parent-port'

/** Asks a process to end what it is doing. */
export interface StopRequest {
  readonly type: 'stop'
}

/** The same, once the epoch in hand is whole. */
export interface StopAfterEpochRequest {
  readonly type: 'stop-after-epoch'
}

export interface FailedReply {
  readonly type: 'failed'
  readonly error: ErrorData
}

export interface JobContext<Reply> {
  readonly post: (reply: Reply) => void
  /** Aborted when the parent wants the job to end, or is gone. */
  readonly signal: AbortSignal
  /** Aborted when the parent wants it to end after the epoch in hand. */
  readonly stopAfterEpoch: AbortSignal
}

/** What a job has left to end in order once its parent is gone. */
export const ORPHAN_GRACE_MS = 5000

/**
 * What an entry of the build does that takes one job from start to end and is gone: performs it, tells of a
 * failure, and ends when it is asked to or when its parent is gone.
 */
export function serveOneJob<Job extends { readonly type: string }, Reply extends object>(
  requestSchema: z.ZodType<Job | StopRequest | StopAfterEpochRequest>,
  perform: (job: Job, context: JobContext<Reply>) => Promise<void>,
): void {
  const stopping = new AbortController()
  const stoppingAfterEpoch = new AbortController()
  let hasJob = false
  const port = connectToParent<Job | StopRequest | StopAfterEpochRequest, Reply | FailedReply>({
    requestSchema,
    onRequest: (request) => {
      if (isStop(request)) {
        stopping.abort()
        if (!hasJob) void port.close()
      } else if (isStopAfterEpoch(request)) {
        stoppingAfterEpoch.abort()
      } else if (hasJob) {
        port.post({ type: 'failed', error: errorData(internalError('a process takes one job')) })
      } else {
        hasJob = true
        void run(request)
      }
    },
    onParentGone: () => {
      if (!hasJob) process.exit(1)
      stopping.abort()
      setTimeout(() => process.exit(1), ORPHAN_GRACE_MS).unref()
    },
  })

  async function run(job: Job): Promise<void> {
    const { signal } = stopping
    const context = { signal, stopAfterEpoch: stoppingAfterEpoch.signal }
    try {
      await perform(job, { ...context, post: (reply) => port.post(reply) })
    } catch (thrown) {
      // What goes wrong while it ends, such as a last checkpoint on a full disk, is no less an error.
      if (!isAbort(thrown, signal)) port.post({ type: 'failed', error: errorData(thrown) })
    }
    await port.close()
  }
}

function isStop(request: { readonly type: string }): request is StopRequest {
  return request.type === 'stop'
}

function isStopAfterEpoch(request: { readonly type: string }): request is StopAfterEpochRequest {
  return request.type === 'stop-after-epoch'
}

function isAbort(thrown: unknown, { aborted, reason }: AbortSignal): boolean {
  const isNamed = thrown instanceof Error && thrown.name === 'AbortError'
  return aborted && (thrown === reason || isNamed)
}
