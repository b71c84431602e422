import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import type { TestHome } from '../data-home'
import { ProcessFamily } from '../process-family'
import { Trace } from './trace'

const LAUNCHER = fileURLToPath(new URL('../../bin/glyphlab.mjs', import.meta.url))
const servingSchema = z.object({ type: z.literal('serving'), url: z.url() })

let traces = 0
function startTraced(home: TestHome, words: readonly string[], environment: NodeJS.ProcessEnv) {
  const trace = new Trace(join(home.folder, `trace-${(traces += 1)}.txt`))
  const [program = '', ...parameters] = [...trace.prefix, process.execPath, LAUNCHER, ...words]
  const child = spawn(program, parameters, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...home.environment, ...environment },
  })
  return { trace, child }
}

export interface TracedCommand {
  readonly status: number | null
  readonly stdout: string
  readonly stderr: string
  /** What it turned to outside the machine. */
  readonly outward: readonly string[]
}

/** Runs `glyphlab <words>` to its end. */
export async function runTraced(
  home: TestHome,
  words: readonly string[],
  environment: NodeJS.ProcessEnv = {},
): Promise<TracedCommand> {
  const { trace, child } = startTraced(home, words, environment)
  const [stdout, stderr] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'exit'),
  ])
  return { status: child.exitCode, stdout, stderr, outward: await trace.outwardCalls() }
}

export interface TracedServer extends AsyncDisposable {
  /** With its token. */
  readonly url: string
  /** Ends it as Ctrl-C does: what it and all its processes turned to outside the machine. */
  end(): Promise<readonly string[]>
}

/** `glyphlab serve`. */
export async function serveTraced(home: TestHome): Promise<TracedServer> {
  const { trace, child } = startTraced(home, ['--json', 'serve', '--port', '0'], {})
  const messages = text(child.stderr)
  const first = await Promise.race([
    once(createInterface({ input: child.stdout }), 'line').then(([line]) => String(line)),
    once(child, 'exit').then(async () => {
      throw new Error(`glyphlab serve ended: ${await messages}`)
    }),
  ])
  const end = async () => {
    if (child.exitCode === null) {
      const exited = once(child, 'exit')
      // Not to strace, which would let go of what it traces.
      for (const id of new ProcessFamily(child.pid ?? Number.NaN).named('glyphlab.mjs'))
        if (id !== child.pid) process.kill(id, 'SIGINT')
      await exited
    }
    return trace.outwardCalls()
  }
  return {
    url: servingSchema.parse(JSON.parse(first)).url,
    end,
    [Symbol.asyncDispose]: async () => void (await end()),
  }
}
