import { join } from 'node:path'
import { openApplication } from '../bridge/application'
import { openLog } from '../bridge/log'
import { logFaults } from '../bridge/log-faults'
import { dataHome } from '../core/data-home'
import { startChildProcess } from '../processes/start-process'
import { isLoopback } from './allowed-hosts'
import { startServer, type RunningServer } from './serve'

export interface ServedModeOptions {
  readonly host: string
  /** Null takes the usual port, or a free one. */
  readonly port: number | null
  readonly rendererFolder: string
}

export interface ServedMode extends RunningServer {
  /** Whether only this machine reaches it. */
  readonly isLoopback: boolean
  /** Ends the windows, asks what trains to stop, and resolves when no process is left. */
  close(): Promise<void>
}

/** The whole program for windows in browsers: application, log and server. */
export async function openServedApplication({
  host,
  port,
  rendererFolder,
}: ServedModeOptions): Promise<ServedMode> {
  const home = dataHome()
  const log = openLog({ folder: join(home, 'logs'), name: 'served' })
  const application = await openApplication({
    home,
    startProcess: startChildProcess,
    log,
    face: 'served',
    capabilities: {},
  })
  const endLoggingFaults = logFaults(log, 'served')
  const closeRest = async () => {
    await application.close()
    await log.flush()
    endLoggingFaults()
  }
  try {
    const server = await startServer({ application, host, port, rendererFolder, log })
    return {
      url: server.url,
      isLoopback: isLoopback(host),
      close: async () => {
        await server.close()
        await closeRest()
      },
    }
  } catch (error) {
    await closeRest()
    throw error
  }
}
