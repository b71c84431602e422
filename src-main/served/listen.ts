import type { Server } from 'node:http'
import { systemErrorCode } from '../core/files/file-error'
import { GlyphlabError } from '../core/errors'

const DEFAULT_PORT = 8317
/** Ports tried in a row where none was asked for, before any that is free. */
const NEIGHBOURS = 10

/**
 * Lets a server listen.
 * @param port null for {@link DEFAULT_PORT} or, where that is taken, a free one
 * @throws GlyphlabError `serve-failed` where it cannot
 */
export async function listen(
  server: Server,
  host: string,
  port: number | null,
  usualPort = DEFAULT_PORT,
): Promise<void> {
  if (port !== null) {
    if (!(await isListening(server, host, port)))
      throw new GlyphlabError('serve-failed', `port ${port} of ${host} is taken`)
    return
  }
  for (let tried = 0; tried < NEIGHBOURS; tried++)
    if (await isListening(server, host, usualPort + tried)) return
  await listen(server, host, 0)
}

/** False where the port is taken. */
async function isListening(server: Server, host: string, port: number): Promise<boolean> {
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject)
      server.listen({ host, port }, () => {
        server.off('error', reject)
        resolve()
      })
    })
    return true
  } catch (cause) {
    const code = systemErrorCode(cause)
    if (code === 'EADDRINUSE') return false
    const why =
      code === 'EACCES' ? `port ${port} is kept for the system` : `${host} is no address of it`
    throw new GlyphlabError('serve-failed', `this machine cannot serve: ${why}`, undefined, {
      cause,
    })
  }
}
