import type { Environment } from '../../../src-preload/contract/run'
import type { Precision } from '../../../src-preload/contract/training'
import { cpuFastPaths, type FastPaths } from '../models/fast-paths/fast-paths'
import {
  cpuFeatures,
  ensureRuntime,
  loadTensorFlow,
  type CpuFeatures,
  type InstallProgress,
  type TensorFlow,
} from '../tensorflow/runtime'
import { describeEnvironment } from './environment'

/** TensorFlow on this machine, and what it is used with. */
export interface Machine {
  readonly tensorflow: TensorFlow
  readonly cpu: CpuFeatures
  readonly fastPaths: FastPaths
  readonly environment: Environment
}

export interface OpenMachineOptions {
  readonly onProgress?: (progress: InstallProgress) => void
  readonly signal?: AbortSignal
}

/**
 * Loads TensorFlow, installing it first where it is not there.
 * @throws GlyphlabError `runtime-missing`, `runtime-install-failed` or `runtime-invalid`
 */
export async function openMachine(
  precision: Precision,
  options: OpenMachineOptions,
): Promise<Machine> {
  const runtime = await ensureRuntime(options)
  const cpu = await cpuFeatures()
  const fastPaths = cpuFastPaths(precision, cpu)
  const tensorflow = loadTensorFlow(runtime)
  return { tensorflow, cpu, fastPaths, environment: describeEnvironment(runtime, cpu, fastPaths) }
}
