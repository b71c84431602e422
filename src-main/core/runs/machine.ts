import type { Device } from '../../../src-preload/contract/job'
import type { Environment } from '../../../src-preload/contract/run'
import type { Precision } from '../../../src-preload/contract/training'
import { fastPathsOn, type FastPaths } from '../models/fast-paths/fast-paths'
import {
  cpuFeatures,
  ensureRuntime,
  loadTensorFlow,
  usesGpu,
  type CpuFeatures,
  type InstallProgress,
  type TensorFlow,
} from '../tensorflow/runtime'
import { describeDevice } from './describe-device'
import { describeEnvironment } from './environment'

/** TensorFlow on this machine, and what it is used with. */
export interface Machine {
  readonly tensorflow: TensorFlow
  readonly cpu: CpuFeatures
  readonly fastPaths: FastPaths
  readonly environment: Environment
}

export interface OpenMachineOptions {
  /** What is to compute; null or left out for a graphics card where one works, else the processor. */
  readonly device?: Device | null | undefined
  readonly onProgress?: (progress: InstallProgress) => void
  readonly signal?: AbortSignal
}

/**
 * Loads TensorFlow, installing it first where it is not there (for the processor; the one for graphics cards is
 * fetched by its own command alone).
 *
 * @throws GlyphlabError `runtime-missing`, `runtime-install-failed` or `runtime-invalid`; `device-missing` where the
 *   device that was asked for cannot compute
 */
export async function openMachine(
  precision: Precision,
  { device: asked = null, ...options }: OpenMachineOptions,
): Promise<Machine> {
  const inherited = { ...process.env }
  const runtime = await ensureRuntime({ ...options, device: asked })
  const cpu = await cpuFeatures()
  const tensorflow = loadTensorFlow(runtime, { device: asked })
  const device = await describeDevice({
    ...{ asked, runtime, environment: inherited, signal: options.signal },
    isOnGpu: usesGpu(tensorflow),
  })
  const fastPaths = fastPathsOn(device.device, precision, cpu)
  const environment = describeEnvironment(runtime, cpu, fastPaths, {
    ...device,
    ...(device.hasTf32 && precision === 'float32' && allowsTf32() ? { tf32: true } : {}),
  })
  return { tensorflow, cpu, fastPaths, environment }
}

/** NVIDIA's libraries read it, whoever has set it. */
function allowsTf32(): boolean {
  return process.env['NVIDIA_TF32_OVERRIDE'] !== '0'
}
