import { setTimeout as delay } from 'node:timers/promises'
import type { z } from 'zod'
import { internalError } from '../core/errors'

/** The other end of a `ProcessHost`, as seen by the process that it runs. */
export interface ParentPort<Reply extends object> {
  post(reply: Reply): void
  /** Sends what is still on its way, then lets go of the parent, so that the process can end by itself. */
  close(): Promise<void>
}

export interface ParentPortOptions<Request> {
  readonly requestSchema: z.ZodType<Request>
  readonly onRequest: (request: Request) => void
  /** The parent is gone: nobody wants this process's work any longer, so it must end. */
  readonly onParentGone: () => void
}

/** To be called once, as a process starts. Throws where there is no parent to talk to. */
export function connectToParent<Request, Reply extends object>({
  requestSchema,
  onRequest,
  onParentGone,
}: ParentPortOptions<Request>): ParentPort<Reply> {
  // A terminal, a service manager and `timeout` signal a whole group: the parent decides what it means.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => undefined)
  const receive = (message: unknown) => onRequest(requestSchema.parse(message))
  const utilityPort = electronParentPort()
  return utilityPort
    ? overUtilityPort(utilityPort, receive)
    : overNodeChannel(receive, onParentGone)
}

/** Under Node's `child_process`. */
function overNodeChannel<Reply extends object>(
  receive: (message: unknown) => void,
  onParentGone: () => void,
): ParentPort<Reply> {
  if (process.send === undefined) throw internalError('this process was not started by Glyphlab')
  const send = process.send.bind(process)
  let lastSent = Promise.resolve()
  process.on('message', receive)
  process.once('disconnect', onParentGone)
  return {
    post: (reply) => {
      lastSent = new Promise((resolve) => send(reply, undefined, undefined, () => resolve()))
    },
    close: async () => {
      await lastSent
      process.off('disconnect', onParentGone)
      if (process.connected) process.disconnect()
    },
  }
}

/** What a process has of Electron's `process.parentPort` under its `utilityProcess`. */
interface UtilityPort {
  postMessage(message: unknown): void
  on(event: 'message', listener: (event: { readonly data: unknown }) => void): unknown
}

/** Whether this is a process of Electron's `utilityProcess`. */
export function isUtilityProcess(): boolean {
  return electronParentPort() !== null
}

function electronParentPort(): UtilityPort | null {
  const port: unknown = 'parentPort' in process ? process.parentPort : null
  return isUtilityPort(port) ? port : null
}

function isUtilityPort(port: unknown): port is UtilityPort {
  return typeof port === 'object' && port !== null && 'postMessage' in port && 'on' in port
}

/** Messages are handed to another thread, and nothing tells when they are out. */
const LAST_MESSAGES_MS = 200

/**
 * Under Electron's `utilityProcess`. That the parent is gone is Chromium's to notice: its thread for
 * messages ends the process at once, whatever this one is doing. Nor does such a process end because it has
 * nothing left to do.
 */
function overUtilityPort<Reply extends object>(
  port: UtilityPort,
  receive: (message: unknown) => void,
): ParentPort<Reply> {
  port.on('message', ({ data }) => receive(data))
  return {
    post: (reply) => port.postMessage(reply),
    close: async () => {
      await delay(LAST_MESSAGES_MS)
      process.exit()
    },
  }
}
