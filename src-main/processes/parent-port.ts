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
export function connectToParent<Request, Reply extends object>(
  options: ParentPortOptions<Request>,
): ParentPort<Reply> {
  const { requestSchema, onRequest, onParentGone } = options
  if (process.send === undefined) throw internalError('this process was not started by Glyphlab')
  const send = process.send.bind(process)
  let lastSent = Promise.resolve()
  // A terminal, a service manager and `timeout` signal a whole group: the parent decides what it means.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => undefined)
  process.on('message', (message) => onRequest(requestSchema.parse(message)))
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
