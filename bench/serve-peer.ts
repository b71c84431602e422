import { createInterface } from 'node:readline'
import { parseArgs } from 'node:util'
import {
  peerOptionsSchema,
  requestSchema,
  type Answer,
  type PeerOptions,
  type Ready,
  type Request,
} from './protocol'

export interface WarmPeer {
  readonly ready: Omit<Ready, 'ready'>
  readonly run: (request: Request) => Promise<Answer>
}

/** The whole life of a peer in Node: warms up, then answers until its input ends. */
export async function servePeer(
  warmUp: (options: PeerOptions) => Promise<WarmPeer>,
): Promise<void> {
  try {
    await serve(warmUp)
  } catch (error) {
    say({ error: error instanceof Error ? error.message : String(error) })
    process.exitCode = 1
  }
}

async function serve(warmUp: (options: PeerOptions) => Promise<WarmPeer>): Promise<void> {
  const { values } = parseArgs({
    options: {
      benchmark: { type: 'string' },
      precision: { type: 'string' },
      threads: { type: 'string' },
      without: { type: 'string' },
    },
  })
  const { ready, run } = await warmUp(peerOptionsSchema.parse(values))
  say({ ready: true, ...ready })
  for await (const line of createInterface(process.stdin)) {
    say(await run(requestSchema.parse(JSON.parse(line))))
  }
}

/** Times each call of `once`, in milliseconds. */
export async function timeEach(count: number, once: () => unknown): Promise<number[]> {
  const ms: number[] = []
  for (let repetition = 0; repetition < count; repetition += 1) {
    const startMs = performance.now()
    await once()
    ms.push(performance.now() - startMs)
  }
  return ms
}

function say(message: object): void {
  process.stdout.write(`${JSON.stringify(message)}\n`)
}
