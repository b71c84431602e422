import type { Precision } from '../../../src-preload/contract/training'
import { GlyphlabError } from '../../core/errors'
import { entryFile } from '../entry-file'
import { processError } from '../process-outcome'
import type { StartProcess } from '../start-process'
import { trainerReplySchema, type TrainerReply, type TrainerRequest } from '../trainer-messages'

/** How many are timed. */
export const TIMED_STEPS = 5
/** A native library that hangs must not make the doctor hang. */
const TIMING_LIMIT_MS = 120_000
const GRACE_MS = 5000

/**
 * The median time of a training step of the reference network. It runs in a process of its own: a crash in
 * native code is a finding, not the end of the doctor.
 *
 * @throws GlyphlabError what the process says, or how it ended; the signal's reason when aborted
 */
export async function timeSteps(
  startProcess: StartProcess,
  precision: Precision,
  signal: AbortSignal,
): Promise<number> {
  const host = startProcess<TrainerRequest, TrainerReply>({
    name: 'training',
    file: entryFile('trainer'),
    replySchema: trainerReplySchema,
    stopRequest: { type: 'stop' },
  })
  const replies: TrainerReply[] = []
  host.onMessage((reply) => replies.push(reply))
  const stop = () => void host.stop({ graceMs: GRACE_MS })
  const limit = AbortSignal.any([signal, AbortSignal.timeout(TIMING_LIMIT_MS)])
  if (limit.aborted) stop()
  limit.addEventListener('abort', stop, { once: true })
  host.post({ type: 'time-steps', precision, steps: TIMED_STEPS })
  const outcome = await host.ended
  limit.removeEventListener('abort', stop)
  signal.throwIfAborted()

  for (const reply of replies) {
    if (reply.type === 'step-times') return median(reply.stepsMs)
    if (reply.type === 'failed')
      throw new GlyphlabError(reply.error.code, reply.error.message, reply.error.hint)
  }
  const error = processError('training', outcome, host.lastLines)
  if (error !== null) throw new GlyphlabError(error.code, error.message, error.hint)
  throw new GlyphlabError(
    'process-crashed',
    `no training step was done in ${TIMING_LIMIT_MS / 1000} s`,
    'Close other programs, then check again.',
  )
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[sorted.length >> 1] ?? Number.NaN
}
