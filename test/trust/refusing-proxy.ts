import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A proxy that lets nothing through, and tells what was asked of it. */
export interface RefusingProxy extends AsyncDisposable {
  readonly url: string
  /** Hosts, with their ports. */
  readonly asked: ReadonlySet<string>
}

export async function openRefusingProxy(): Promise<RefusingProxy> {
  const asked = new Set<string>()
  const server = createServer((request, response) => {
    asked.add(URL.canParse(request.url ?? '') ? new URL(request.url ?? '').host : 'this proxy')
    response.writeHead(403).end()
  })
  server.on('connect', (request, socket) => {
    asked.add(request.url ?? '')
    socket.on('error', () => undefined)
    socket.end('HTTP/1.1 403 Forbidden\r\nconnection: close\r\n\r\n')
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    asked,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
