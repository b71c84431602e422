import type { Device } from '../../../src-preload/contract/job'
import { GlyphlabError } from '../errors'
import { explainGpu, gpuError, hasTf32, lookForGpus, type Gpu, type GpuVerdict } from '../gpu'
import type { Runtime } from '../tensorflow/runtime'

/** What computes, as a run keeps it. */
export interface UsedDevice {
  readonly device: Device
  readonly deviceName?: string
  /** Why the processor computes though the runtime is for graphics cards. */
  readonly withoutGpu?: string
  readonly hasTf32: boolean
}

export interface DescribeDeviceOptions {
  /** Null where it was left to the machine. */
  readonly asked: Device | null
  readonly runtime: Runtime
  /** Whether TensorFlow computes on a card, as it says itself. */
  readonly isOnGpu: boolean
  /** As it was before TensorFlow was loaded. */
  readonly environment: NodeJS.ProcessEnv
  readonly signal?: AbortSignal | undefined
  /** Asks the system; for tests. */
  readonly look?: typeof lookForGpus
}

/**
 * What TensorFlow really computes on, with its name.
 * @throws GlyphlabError `device-missing` where that is not what was asked for: nobody's run goes to the processor
 *   silently
 */
export async function describeDevice(options: DescribeDeviceOptions): Promise<UsedDevice> {
  const { asked, runtime, isOnGpu, environment, signal, look = lookForGpus } = options
  if (!isOnGpu && (asked === 'cpu' || (asked === null && runtime.variant === 'cpu')))
    return { device: 'cpu', hasTf32: false }
  const verdict = explainGpu(await look(runtime, { environment, signal }))
  const gpus = verdict.kind === 'usable' ? verdict.gpus : []
  if (isOnGpu) {
    const device = asked ?? 'gpu:0'
    const gpu = gpus.find(({ index }) => `gpu:${index}` === device)
    return {
      device,
      ...(gpu === undefined ? {} : { deviceName: gpu.name }),
      hasTf32: gpu !== undefined && hasTf32(gpu),
    }
  }
  if (asked !== null) throw deviceMissing(asked, verdict)
  return { device: 'cpu', withoutGpu: obstacleText(verdict), hasTf32: false }
}

function deviceMissing(asked: Device, verdict: GpuVerdict): GlyphlabError {
  switch (verdict.kind) {
    case 'usable':
      return verdict.gpus.some(({ index }) => `gpu:${index}` === asked)
        ? missing(asked, 'TensorFlow leaves it out', 'Run `glyphlab doctor`: it makes steps on it.')
        : missing(asked, `there is ${listed(verdict.gpus)}`, 'Name a card that there is.')
    case 'no-card':
    case 'system-without':
      return missing(
        asked,
        obstacleText(verdict),
        'Leave out --device, or name cpu: the processor computes.',
      )
    default: {
      const { message, hint } = gpuError(verdict)
      return missing(asked, message, hint)
    }
  }
}

function missing(asked: Device, why: string, hint: string): GlyphlabError {
  return new GlyphlabError('device-missing', `${asked} cannot compute: ${why}`, hint)
}

function obstacleText(verdict: GpuVerdict): string {
  switch (verdict.kind) {
    case 'usable':
      return `TensorFlow leaves out ${listed(verdict.gpus)}`
    case 'no-card':
      return 'there is no NVIDIA card in this machine'
    case 'system-without':
      return `on ${verdict.platform}, TensorFlow computes on the processor alone`
    default:
      return gpuError(verdict).message
  }
}

function listed(gpus: readonly Gpu[]): string {
  return gpus.map(({ index, name }) => `gpu:${index} (${name})`).join(', ')
}
