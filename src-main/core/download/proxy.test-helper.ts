import { createServer, request } from 'node:http'
import { connect, type Socket } from 'node:net'

/** A real proxy on this machine, for plain requests and for tunnels. */
export interface TinyProxy extends AsyncDisposable {
  readonly port: number
  /** What was asked of it, a line each: `GET http://…` or `CONNECT host:port`. */
  readonly asked: readonly string[]
  /** The `Proxy-Authorization` of each. */
  readonly credentials: readonly (string | undefined)[]
}

/** @param refusal the status it answers everything with, in place of doing it; 0 for no answer at all */
export async function startProxy(refusal?: number): Promise<TinyProxy> {
  const asked: string[] = []
  const credentials: (string | undefined)[] = []
  const sockets = new Set<Socket>()
  const server = createServer((incoming, response) => {
    asked.push(`${incoming.method} ${incoming.url}`)
    credentials.push(incoming.headers['proxy-authorization'])
    if (refusal === 0) return
    if (refusal !== undefined) return void response.writeHead(refusal).end()
    const { method = 'GET', headers, url = '' } = incoming
    const outgoing = request(url, { method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.pipe(response)
    })
    outgoing.on('error', () => response.destroy())
    incoming.pipe(outgoing)
  })
  server.on('connection', (socket) => sockets.add(socket))
  server.on('connect', (incoming, client: Socket) => {
    asked.push(`CONNECT ${incoming.url}`)
    credentials.push(incoming.headers['proxy-authorization'])
    client.on('error', () => undefined)
    if (refusal === 0) return
    if (refusal !== undefined) return void client.end(`HTTP/1.1 ${refusal} No\r\n\r\n`)
    const [host = '', port] = (incoming.url ?? '').split(':')
    const target = connect(Number(port), host, () => {
      client.write('HTTP/1.1 200 Connected\r\n\r\n')
      target.pipe(client)
      client.pipe(target)
    })
    sockets.add(target)
    target.on('error', () => client.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the proxy has no port')
  return {
    port: address.port,
    asked,
    credentials,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
