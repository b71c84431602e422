import { tf32Environment } from '../core/gpu'
import type { StartProcess } from './start-process'

/** Starts processes in which graphics cards multiply float32 as the user prefers at that moment. */
export function withTf32(startProcess: StartProcess, isAllowed: () => boolean): StartProcess {
  return (options) =>
    startProcess({
      ...options,
      environment: { ...options.environment, ...tf32Environment(isAllowed()) },
    })
}
