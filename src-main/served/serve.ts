import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { Log } from '../bridge/log'
import { internalError } from '../core/errors'
import { allowedHosts, shownHost } from './allowed-hosts'
import { answerHttp } from './answer-http'
import { HandOverServer } from './hand-over-server'
import { listen } from './listen'
import { OfferedServer } from './offered-server'
import type { ServedApplication } from './served-application'
import { makeToken } from './token'
import { UnprovenSockets } from './unproven-sockets'
import { readWindowFiles } from './window-files'
import { Windows } from './windows'

/** A page is four files: a browser holds six sockets at most, and lets them go after this time. */
const IDLE_MS = 10_000
/** So many times longer a request may take whose bytes keep coming: a slow line, and no more than that. */
const REQUEST_IDLES = 6
/** How often it is looked who takes longer. */
const LOOKS_PER_IDLE = 4
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
  const offered = new OfferedServer({ offered: application.offered, hosts, token, log })
  const windows = new Windows({ application, hosts, token, log, heartbeatMs, presence: handOver })
  const unproven = new UnprovenSockets(MAXIMUM_UNPROVEN)
  const onRefused = (why: string, details: object) =>
    log.write('warn', 'served', `refused: ${why}`, details)
  const answerProven = async (
    by: ProvenServer,
    request: IncomingMessage,
    response: ServerResponse,
  ) => {
    let takeBack = (): void => undefined
    // What a window sends or fetches is not cut off by those who only hold sockets open.
    await by.answer(request, response, () => {
      takeBack = unproven.remove(request.socket)
    })
    takeBack()
  }
  const server = createServer({
    headersTimeout: idleMs,
    requestTimeout: REQUEST_IDLES * idleMs,
    connectionsCheckingInterval: Math.ceil(idleMs / LOOKS_PER_IDLE),
  })
  server.timeout = idleMs
  server.keepAliveTimeout = idleMs
  server.on('connection', (socket: Socket) => unproven.add(socket))
  server.on('request', (request, response) => {
    unproven.touch(request.socket)
    const by = [handOver, offered].find((server) => server.takes(request))
    if (by !== undefined) void answerProven(by, request, response)
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
      const closed = new Promise((resolve) => server.close(resolve))
      server.closeAllConnections()
      await closed
      log.write('info', 'served', 'served no longer')
    },
  }
}

/** What answers requests by token, and says when it has seen that one was right. */
interface ProvenServer {
  answer(request: IncomingMessage, response: ServerResponse, onProven: () => void): Promise<void>
}

function portOf(server: Server): number {
  const address = server.address()
  if (address === null || typeof address === 'string') throw internalError('a server has no port')
  return address.port
}
