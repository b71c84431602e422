import type { Diagnosis, GpuStep } from '../../../src-preload/contract/diagnosis'
import { precisionSchema } from '../../../src-preload/contract/training'
import { errorData } from '../../core/errors'
import {
  compilesKernels,
  diagnosedGpu,
  explainGpu,
  gpuError,
  hasTf32,
  lookForGpus,
  type Gpu,
  type GpuObstacle,
  type LookOptions,
} from '../../core/gpu'
import type { Runtime } from '../../core/tensorflow/runtime'
import { BrokenLink, type Remedy } from './broken-link'
import type { TimedSteps } from './time-steps'

type GpuValue = Extract<Diagnosis['links']['gpu'], { status: 'sound' }>['value']

export interface CheckGpuOptions extends LookOptions {
  /** Whether TF32 is allowed. */
  readonly tf32: boolean
  /** Of the steps that are timed. */
  readonly batchSize: number
  /** Makes steps and answers how long one took, in milliseconds. */
  readonly timeSteps: (steps: TimedSteps) => Promise<number>
}

/**
 * Whether TensorFlow computes on a graphics card. What driver and libraries say is believed where it is bad news;
 * good news is a step in float32 that was made on the card.
 *
 * @throws BrokenLink, or what that step fails of; the signal's reason when aborted
 */
export async function checkGpu(runtime: Runtime, options: CheckGpuOptions): Promise<GpuValue> {
  const verdict = explainGpu(await lookForGpus(runtime, options))
  switch (verdict.kind) {
    case 'no-card':
      return { kind: 'no-card', isWsl: verdict.isWsl }
    case 'system-without':
      return { kind: 'system-without' }
    case 'usable':
      return {
        kind: 'works',
        gpus: verdict.gpus.map(diagnosedGpu),
        steps: await timedSteps(verdict.gpus, options),
      }
    default:
      throw new BrokenLink(gpuError(verdict), remedyFor(verdict))
  }
}

/** What a driver may take for the kernels of a card that is newer than they are. */
export const COMPILING_LIMIT_MS = 3_600_000

/** Older cards have no bfloat16, which is no fault of the chain. */
async function timedSteps(
  [gpu]: readonly Gpu[],
  { tf32, batchSize, timeSteps, signal }: CheckGpuOptions,
): Promise<GpuStep[]> {
  if (gpu === undefined) return []
  const steps: GpuStep[] = []
  for (const precision of precisionSchema.options) {
    const isTf32 = precision === 'float32' && tf32 && hasTf32(gpu)
    try {
      const limitMs = compilesKernels(gpu.computeCapability) ? COMPILING_LIMIT_MS : undefined
      const device = `gpu:${gpu.index}` as const
      const medianStepMs = await timeSteps({ device, precision, tf32, limitMs })
      steps.push({ ok: true, precision, medianStepMs, batchSize, tf32: isTf32 })
    } catch (thrown) {
      signal?.throwIfAborted()
      if (precision === 'float32') throw thrown
      steps.push({ ok: false, precision, error: errorData(thrown) })
    }
  }
  return steps
}

function remedyFor(obstacle: GpuObstacle): Remedy {
  const isOfRuntime = obstacle.kind === 'runtime-for-cpu' || obstacle.kind === 'libraries-missing'
  return isOfRuntime && !obstacle.isNamed ? 'install-gpu-runtime' : 'check-again'
}
