import { runtimeCacheFolder } from '../tensorflow/runtime/cache-folder'
import type { Runtime } from '../tensorflow/runtime/runtime'
import { askDriver, type ProbeAnswer } from './ask-driver'
import { byName, cudaLibraries } from './cuda-libraries'
import { deviceOrder } from './device-environment'
import type { GpuFindings } from './findings'
import { probeFile } from './probe-file'
import { readSystemTraces } from './system-traces'

export interface LookOptions {
  readonly environment?: NodeJS.ProcessEnv
  /** In place of `/` when /proc, /sys and /dev are read. */
  readonly root?: string
  readonly signal?: AbortSignal | undefined
}

const NOT_ASKED: ProbeAnswer = { driver: { kind: 'not-asked' }, missingLibraries: [] }

/**
 * Everything that decides whether a runtime can compute on a card.
 * @throws the signal's reason when aborted
 */
export async function lookForGpus(
  runtime: Pick<Runtime, 'variant' | 'folder' | 'binding' | 'source'>,
  options: LookOptions = {},
): Promise<GpuFindings> {
  const { environment = process.env, root, signal } = options
  const traces = await readSystemTraces(root)
  const libraries = runtime.variant === 'gpu' ? await cudaLibraries(runtime.folder) : []
  const { driver, missingLibraries } = await ask(runtime.binding, libraries, options)
  signal?.throwIfAborted()
  return {
    ...traces,
    driver,
    visibleDevices: environment['CUDA_VISIBLE_DEVICES'] ?? null,
    runtime: {
      variant: runtime.variant,
      isNamed: runtime.source === 'environment',
      missingLibraries: byName(missingLibraries),
    },
  }
}

async function ask(
  binding: string | null,
  libraries: readonly string[],
  { environment = process.env, signal }: LookOptions,
): Promise<ProbeAnswer> {
  if (process.platform !== 'linux') return NOT_ASKED
  const probe = await probeFile(binding, runtimeCacheFolder(environment), signal)
  if (probe === null) return NOT_ASKED
  const counted = { ...environment, CUDA_DEVICE_ORDER: deviceOrder(environment) }
  return askDriver(probe, { libraries, environment: counted, signal })
}
