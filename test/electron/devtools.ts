import { once } from 'node:events'
import { WebSocket } from 'ws'
import { z } from 'zod'

const targetsSchema = z.array(z.object({ type: z.string(), webSocketDebuggerUrl: z.string() }))
const answerSchema = z.object({
  id: z.literal(1),
  result: z.object({ result: z.object({ value: z.unknown() }) }),
})

/** What an expression comes to in the page of a browser that listens on this port; a promise is awaited. */
export async function evaluateInPage(port: string, expression: string): Promise<unknown> {
  const response = await fetch(`http://127.0.0.1:${port}/json/list`)
  const targets = targetsSchema.parse(await response.json())
  const page = targets.find(({ type }) => type === 'page')
  if (page === undefined) throw new Error('there is no page')
  const socket = new WebSocket(page.webSocketDebuggerUrl, { perMessageDeflate: false })
  try {
    await once(socket, 'open')
    const params = { expression, returnByValue: true, awaitPromise: true }
    socket.send(JSON.stringify({ id: 1, method: 'Runtime.evaluate', params }))
    const [message] = (await once(socket, 'message', { signal: AbortSignal.timeout(5000) })) as [
      Buffer,
    ]
    return answerSchema.parse(JSON.parse(message.toString('utf8'))).result.result.value
  } finally {
    socket.terminate()
  }
}
