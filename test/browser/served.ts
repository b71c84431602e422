import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import type { TestHome } from '../data-home'

const LAUNCHER = fileURLToPath(new URL('../../bin/glyphlab.mjs', import.meta.url))
const servingSchema = z.object({ type: z.literal('serving'), url: z.url() })

/** `glyphlab serve` in a process of its own. */
export interface Served extends AsyncDisposable {
  /** With its token. */
  readonly url: string
  readonly child: ChildProcess
  /** What it wrote on standard error so far. */
  readonly messages: () => string
  /** As Ctrl-C does it. */
  end(): Promise<number | null>
}

export async function serve(home: TestHome, words: readonly string[] = []): Promise<Served> {
  const child = spawn(process.execPath, [LAUNCHER, '--json', 'serve', '--port', '0', ...words], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: home.environment,
  })
  let messages = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => (messages += text))
  const lines = createInterface({ input: child.stdout })
  const first = await Promise.race([
    once(lines, 'line').then(([line]) => String(line)),
    once(child, 'exit').then(() => {
      throw new Error(`glyphlab serve ended: ${messages}`)
    }),
  ])
  const { url } = servingSchema.parse(JSON.parse(first))
  const end = async () => {
    if (child.exitCode === null && child.signalCode === null) {
      const exited = once(child, 'exit')
      child.kill('SIGINT')
      await exited
    }
    return child.exitCode
  }
  return {
    url,
    child,
    messages: () => messages,
    end,
    [Symbol.asyncDispose]: async () => void (await end()),
  }
}
