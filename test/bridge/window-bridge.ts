import type { ConnectionState } from '../../src-preload/contract/bridge/bridge'
import { SocketBridge } from '../../src-renderer/bridge/socket-bridge'
import { openSocket, type Serving } from './serving'

/** The bridge of a window in a browser, over a socket of this process. */
export function windowBridge(
  server: Pick<Serving, 'host'>,
  token: string | null,
  checkMs?: number,
): SocketBridge {
  return new SocketBridge({
    openSocket: (protocols) => openSocket({ host: server.host, token: '' }, {}, protocols),
    origin: `http://${server.host}`,
    // A browser says of itself where it asks from.
    fetch: (address, options) =>
      fetch(address, {
        ...options,
        headers: { ...options?.headers, origin: `http://${server.host}` },
      }),
    token,
    ...(checkMs === undefined ? {} : { checkMs }),
  })
}

/** Resolves when the connection stands so. */
export async function standing(bridge: SocketBridge, wanted: ConnectionState): Promise<void> {
  await new Promise<void>((resolve) => {
    const ends: (() => void)[] = []
    ends.push(
      bridge.onConnection((state) => {
        if (state !== wanted) return
        for (const end of ends) end()
        resolve()
      }),
    )
  })
}
