import type { StartProcess } from '../processes/start-process'
import { UtilityProcessHost } from './utility-process-host'

/** Under Electron, once it is ready. */
export const startUtilityProcess: StartProcess = (options) => new UtilityProcessHost(options)
