import { createServer, type Server } from 'node:http'
import type { Socket } from 'node:net'
import type { Log } from '../bridge/log'
import { internalError } from '../core/errors'
import { allowedHosts, shownHost } from './allowed-hosts'
import { answerHttp } from './answer-http'
import { HandOverServer } from './hand-over-server'
import { listen } from './listen'
import type { ServedApplication } from './served-application'
import { makeToken } from './token'
import { UnprovenSockets } from './unproven-sockets'
import { readWindowFiles } from './window-files'
import { Windows } from './windows'

/** A page is four files: a browser holds six sockets at most, and lets them go after this time. */
const IDLE_MS = 10_000
const MAXIMUM_UNPROVEN = 64

export interface ServeOptions {
  readonly application: ServedApplication
  /** Name or address to listen at. */
  readonly host: string
  /** Null takes the usual port, or a free one where that is taken. */
  readonly port: number | null
  /** Where the built window lies. */
  readonly rendererFolder: string
  /** A new one where left out. */
  readonly token?: string
  readonly log: Log
  /** How often windows are asked whether they are still there. */
  readonly heartbeatMs?: number
  /** After how long a socket goes that asks for nothing and is no window. */
  readonly idleMs?: number
  /** For how long a window that has lost its connection keeps what it has sent. */
  readonly absenceMs?: number
}

export interface RunningServer {
  /** With the token behind `#`, which browsers send nowhere. */
  readonly url: string
  /** Ends every window and resolves when the port is free. */
  close(): Promise<void>
}

/**
 * Serves the window to browsers: its files, and a WebSocket for those that know the token.
 * @throws GlyphlabError `serve-failed` where there is no window, or no such port
 */
export async function startServer(options: ServeOptions): Promise<RunningServer> {
  const { application, host, port, rendererFolder, token = makeToken(), log } = options
  const { heartbeatMs, idleMs = IDLE_MS, absenceMs } = options
  const files = await readWindowFiles(rendererFolder)
  const hosts = allowedHosts(host)
  const { handedOver } = application
  const handOver = new HandOverServer({ handedOver, hosts, token, log, absenceMs })
  const windows = new Windows({ application, hosts, token, log, heartbeatMs, presence: handOver })
  const unproven = new UnprovenSockets(MAXIMUM_UNPROVEN)
  const onRefused = (why: string, details: object) =>
    log.write('warn', 'served', `refused: ${why}`, details)
  const server = createServer({ requestTimeout: idleMs, headersTimeout: idleMs })
  server.timeout = idleMs
  server.keepAliveTimeout = idleMs
  server.on('connection', (socket: Socket) => unproven.add(socket))
  server.on('request', (request, response) => {
    unproven.touch(request.socket)
    if (handOver.takes(request)) void handOver.answer(request, response)
    else answerHttp(request, response, { files, hosts, onRefused })
  })
  server.on('upgrade', (request, socket, head) => {
    windows.upgrade(request, socket, head, () => unproven.remove(request.socket))
  })
  try {
    await listen(server, host, port)
  } catch (error) {
    windows.close()
    throw error
  }
  const address = `http://${shownHost(host)}:${portOf(server)}/`
  log.write('info', 'served', `serving at ${address}`)
  return {
    url: `${address}#token=${token}`,
    close: async () => {
      windows.close()
      unproven.destroyAll()
      await handOver.close()
      await new Promise((resolve) => server.close(resolve))
      log.write('info', 'served', 'served no longer')
    },
  }
}

function portOf(server: Server): number {
  const address = server.address()
  if (address === null || typeof address === 'string') throw internalError('a server has no port')
  return address.port
}
