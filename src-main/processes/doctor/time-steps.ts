import type { ErrorData } from '../../../src-preload/contract/errors'
import type { Device } from '../../../src-preload/contract/job'
import type { Precision } from '../../../src-preload/contract/training'
import { GlyphlabError } from '../../core/errors'
import { tf32Environment } from '../../core/gpu'
import { entryFile } from '../entry-file'
import { processError } from '../process-outcome'
import type { StartProcess } from '../start-process'
import { trainerReplySchema, type TrainerReply, type TrainerRequest } from '../trainer-messages'

/** How many are timed. */
export const TIMED_STEPS = 5
/** A native library that hangs must not make the doctor hang. */
const TIMING_LIMIT_MS = 120_000
const GRACE_MS = 5000

export interface TimedSteps {
  readonly device: Device
  /** Whether a card may multiply float32 in TF32. */
  readonly tf32: boolean
  readonly precision: Precision
  /** After which the steps are given up; two minutes where left out. */
  readonly limitMs?: number | undefined
}

/**
 * The median time of a training step of the reference network, made on a device and on no other one. It runs in a
 * process of its own: a crash in native code is a finding, not the end of the doctor.
 *
 * @throws GlyphlabError what the process says, or how it ended; the signal's reason when aborted
 */
export async function timeSteps(
  startProcess: StartProcess,
  { device, precision, tf32, limitMs = TIMING_LIMIT_MS }: TimedSteps,
  signal: AbortSignal,
): Promise<number> {
  const host = startProcess<TrainerRequest, TrainerReply>({
    name: 'training',
    file: entryFile('trainer'),
    replySchema: trainerReplySchema,
    stopRequest: { type: 'stop' },
    environment: {
      ...tf32Environment(tf32),
      // What it says of libraries and cards that it leaves out is a warning.
      ...(device === 'cpu' ? {} : { TF_CPP_MIN_LOG_LEVEL: '1' }),
    },
  })
  const replies: TrainerReply[] = []
  host.onMessage((reply) => replies.push(reply))
  const stop = () => void host.stop({ graceMs: GRACE_MS })
  const limit = AbortSignal.any([signal, AbortSignal.timeout(limitMs)])
  if (limit.aborted) stop()
  limit.addEventListener('abort', stop, { once: true })
  host.post({ type: 'time-steps', device, precision, steps: TIMED_STEPS })
  const outcome = await host.ended
  limit.removeEventListener('abort', stop)
  signal.throwIfAborted()

  for (const reply of replies) {
    if (reply.type === 'step-times') return median(reply.stepsMs)
    if (reply.type === 'failed') throw failure(reply.error, host.lastLines)
  }
  const error = processError('training', outcome, host.lastLines)
  if (error !== null) throw new GlyphlabError(error.code, error.message, error.hint)
  throw new GlyphlabError(
    'process-crashed',
    `no training step was done in ${limitMs / 1000} s`,
    'Close other programs, then check again.',
  )
}

/** TensorFlow leaves a card out without an error; why, it writes to its log, if at all. */
function failure({ code, message, hint }: ErrorData, log: readonly string[]): GlyphlabError {
  if (code !== 'device-missing') return new GlyphlabError(code, message, hint)
  const line = log.findLast((text) => /Could not load dynamic library|Cannot dlopen/.test(text))
  const why = line === undefined ? '' : ` (${line.replace(/^.*?\] /, '')})`
  return new GlyphlabError(code, `${message}${why}`, LEFT_OUT)
}

const LEFT_OUT =
  'Start the machine anew, and see whether `nvidia-smi` lists the card; if it stays so, please report it with what `glyphlab doctor --json` prints.'

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[sorted.length >> 1] ?? Number.NaN
}
