import type { CheckedNetwork, DeviceHalf } from '../../../src-preload/contract/gpu-check'
import type { Device } from '../../../src-preload/contract/job'
import type { Precision } from '../../../src-preload/contract/training'
import { errorData, GlyphlabError } from '../../core/errors'
import { tf32Environment } from '../../core/gpu'
import { entryFile } from '../entry-file'
import { processError } from '../process-outcome'
import type { StartProcess } from '../start-process'
import { trainerReplySchema, type TrainerReply, type TrainerRequest } from '../trainer-messages'

/** A minute on most machines; a device that hangs must not make the check hang. */
const MEASURING_LIMIT_MS = 600_000
const GRACE_MS = 5000

export interface MeasuredOn {
  readonly device: Device
  /** Whether a card may multiply float32 in TF32. */
  readonly tf32: boolean
  readonly network: CheckedNetwork
  readonly precision: Precision
  /** After which it is given up; ten minutes where left out. */
  readonly limitMs?: number | undefined
}

export interface MeasureOnOptions {
  readonly startProcess: StartProcess
  readonly signal: AbortSignal
  readonly onShare: (share: number) => void
}

/**
 * What a device does with a network, in a process of its own: one that crashes is a finding like others.
 * @throws the signal's reason when aborted
 */
export async function measureOn(
  { device, network, precision, tf32, limitMs = MEASURING_LIMIT_MS }: MeasuredOn,
  { startProcess, signal, onShare }: MeasureOnOptions,
): Promise<DeviceHalf> {
  signal.throwIfAborted()
  const host = startProcess<TrainerRequest, TrainerReply>({
    name: 'training',
    file: entryFile('trainer'),
    replySchema: trainerReplySchema,
    stopRequest: { type: 'stop' },
    environment: tf32Environment(tf32),
  })
  let half: DeviceHalf | null = null
  host.onMessage((reply) => {
    if (reply.type === 'measuring') onShare(reply.share)
    if (reply.type === 'device-measured') half = { ok: true, ...reply.measurement }
    if (reply.type === 'failed') half = { ok: false, error: reply.error }
  })
  const stop = () => void host.stop({ graceMs: GRACE_MS })
  const limit = AbortSignal.any([signal, AbortSignal.timeout(limitMs)])
  limit.addEventListener('abort', stop, { once: true })
  host.post({ type: 'measure-device', device, network, precision })
  const outcome = await host.ended
  limit.removeEventListener('abort', stop)
  signal.throwIfAborted()
  if (half !== null) return half
  const error = processError('training', outcome, host.lastLines)
  return { ok: false, error: error ?? errorData(unfinished(limitMs)) }
}

function unfinished(limitMs: number): GlyphlabError {
  return new GlyphlabError(
    'process-crashed',
    `the measurement was not done in ${limitMs / 60_000} minutes`,
    'Close other programs, then check again.',
  )
}
