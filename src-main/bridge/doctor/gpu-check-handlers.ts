import type { GpuChecks } from '../../processes/gpu-check/gpu-check'
import type { Handlers } from '../handlers'

/** Holds the graphics card against the processor; how it goes is told by `gpu-check.changed`. */
export function gpuCheckHandlers(
  checks: GpuChecks,
): Pick<Handlers, 'gpu-check.state' | 'gpu-check.start' | 'gpu-check.cancel'> {
  return {
    'gpu-check.state': () => checks.state,
    'gpu-check.start': () => {
      checks.start()
      return {}
    },
    'gpu-check.cancel': async () => {
      await checks.cancel()
      return {}
    },
  }
}
