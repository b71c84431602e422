import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { WebSocket, type ClientOptions } from 'ws'
import type { Answer } from '../../src-preload/contract/bridge/bridge'
import {
  serverFrameSchema,
  SOCKET_PATH,
  SUBPROTOCOL,
  TOKEN_PREFIX,
  type ServerFrame,
} from '../../src-preload/contract/bridge/wire'
import { createBridge } from '../../src-main/bridge/bridge'
import { WindowEvents } from '../../src-main/bridge/events'
import { HandedOverFiles } from '../../src-main/bridge/hand-over/handed-over-files'
import { OfferedFiles } from '../../src-main/bridge/hand-over/offered-files'
import type { Handlers } from '../../src-main/bridge/handlers'
import type { ServedApplication } from '../../src-main/served/served-application'
import { startServer, type ServeOptions } from '../../src-main/served/serve'
import { keptLog, type KeptLog } from './kept-log'
import { madeHandlers } from './made-handlers'

/** What lies beside the folder that is served, and must never be sent. */
export const SECRET = 'not for windows'
export const ASSET = '/assets/index-Ab12Cd34.js'

/** A server of served mode in this process, on a free port. */
export interface Serving extends AsyncDisposable {
  readonly host: string
  readonly port: number
  readonly token: string
  readonly events: WindowEvents
  readonly log: KeptLog
  readonly handedOver: HandedOverFiles
  readonly offered: OfferedFiles
  close(): Promise<void>
}

type ServingOptions = Partial<Omit<ServeOptions, 'application' | 'rendererFolder' | 'log'>> & {
  readonly handlers?: Partial<Handlers>
}

export async function serving(options: ServingOptions = {}): Promise<Serving> {
  const { handlers = {}, ...rest } = options
  const log = keptLog()
  const events = new WindowEvents()
  const home = await mkdtemp(join(tmpdir(), 'glyphlab-served-home-'))
  const handedOver = await HandedOverFiles.open(home)
  const offered = new OfferedFiles()
  const bridge = createBridge(madeHandlers(handlers), log)
  const application = { ...bridge, events, handedOver, offered }
  const server = await serve(application, log, rest, events)
  const close = async () => {
    await server.close()
    await rm(home, { recursive: true, force: true })
  }
  return { ...server, close, [Symbol.asyncDispose]: close }
}

/** As {@link serving}, of an application there is. */
export async function serve(
  application: ServedApplication,
  log: KeptLog,
  options: Omit<ServingOptions, 'handlers'> = {},
  events = new WindowEvents(),
): Promise<Serving> {
  const folder = await mkdtemp(join(tmpdir(), 'glyphlab-served-'))
  const rendererFolder = join(folder, 'renderer')
  await mkdir(join(rendererFolder, 'assets'), { recursive: true })
  await writeFile(join(folder, 'secret.txt'), SECRET)
  await writeFile(join(rendererFolder, 'index.html'), '<!doctype html><title>window</title>')
  await writeFile(join(rendererFolder, ASSET), 'export {}')
  const server = await startServer({
    host: '127.0.0.1',
    port: 0,
    ...options,
    application,
    rendererFolder,
    log,
  })
  const { host, port, hash } = new URL(server.url)
  const close = async () => {
    await server.close()
    await rm(folder, { recursive: true, force: true })
  }
  const token = hash.replace('#token=', '')
  const { handedOver, offered } = application
  return {
    host,
    port: Number(port),
    token,
    events,
    log,
    handedOver,
    offered,
    close,
    [Symbol.asyncDispose]: close,
  }
}

/** What a browser would send to open a window's socket; a test changes what it attacks. */
export function openSocket(
  { host, token }: Pick<Serving, 'host' | 'token'>,
  options: ClientOptions = {},
  protocols: string[] = [SUBPROTOCOL, `${TOKEN_PREFIX}${token}`],
  path = SOCKET_PATH,
): WebSocket {
  const socket = new WebSocket(`ws://${host}${path}`, protocols, {
    origin: `http://${host}`,
    ...options,
  })
  // Each end is awaited by its code or status; an error that nobody hears would end the test.
  socket.on('error', () => undefined)
  return socket
}

/** A window's socket with its frames, for what the window's own code would never send. */
export class RawWindow {
  readonly frames: ServerFrame[] = []
  readonly closed: Promise<number>
  readonly #listeners = new Set<() => void>()

  private constructor(readonly socket: WebSocket) {
    this.closed = new Promise((resolve) => socket.once('close', resolve))
    socket.on('message', (data: Buffer) => {
      this.frames.push(serverFrameSchema.parse(JSON.parse(data.toString())))
      for (const listener of [...this.#listeners]) listener()
    })
  }

  static async open(server: Serving, options: ClientOptions = {}): Promise<RawWindow> {
    const window = new RawWindow(openSocket(server, options))
    await new Promise((resolve, reject) => {
      window.socket.once('open', resolve)
      window.socket.once('close', (code) => reject(new Error(`closed with ${code}`)))
    })
    return window
  }

  /** Resolves once the frames are as a test wants them. */
  async until(isThere: () => boolean): Promise<void> {
    if (isThere()) return
    await new Promise<void>((resolve) => {
      const look = () => {
        if (!isThere()) return
        this.#listeners.delete(look)
        resolve()
      }
      this.#listeners.add(look)
    })
  }

  async ask(id: number, name: string, params: unknown = {}): Promise<Answer<unknown>> {
    this.socket.send(JSON.stringify({ id, name, params }))
    return this.answerTo(id)
  }

  async answerTo(id: number): Promise<Answer<unknown>> {
    const find = () => this.frames.find((frame) => frame.kind === 'answer' && frame.id === id)
    await this.until(() => find() !== undefined)
    const frame = find()
    if (frame?.kind !== 'answer') throw new Error(`no answer to ${id}`)
    return frame.answer
  }
}
