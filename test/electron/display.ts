import { spawn } from 'node:child_process'
import { once } from 'node:events'

/** A display that nobody sees. */
export interface Display extends AsyncDisposable {
  /** For `DISPLAY`. */
  readonly name: string
}

/** One of its own, with the first number that is free. */
export async function openDisplay(): Promise<Display> {
  const server = spawn(
    'Xvfb',
    ['-displayfd', '3', '-screen', '0', '1600x1000x24', '-nolisten', 'tcp'],
    { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] },
  )
  const [number] = (await Promise.race([
    once(server.stdio[3] ?? server, 'data'),
    once(server, 'exit').then(() => Promise.reject(new Error('Xvfb does not start'))),
  ])) as [Buffer]
  return {
    name: `:${String(number).trim()}`,
    [Symbol.asyncDispose]: async () => {
      if (server.exitCode !== null) return
      const exited = once(server, 'exit')
      server.kill()
      await exited
    },
  }
}
