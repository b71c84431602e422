import { ChildProcessHost } from './child-process-host'
import type { ProcessHost, ProcessOptions } from './process-host'

/**
 * Starts a process of ours under whatever runs this one: Node's `child_process` or Electron's
 * `utilityProcess`.
 * @param options.name what the system's list of processes may show: `training`
 */
export type StartProcess = <Request extends object, Reply extends object>(
  options: ProcessOptions<Request, Reply> & { readonly name: string },
) => ProcessHost<Request, Reply>

/** On plain Node. */
export const startChildProcess: StartProcess = (options) => new ChildProcessHost(options)
