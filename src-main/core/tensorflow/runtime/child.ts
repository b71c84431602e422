import { spawn } from 'node:child_process'

/** How a child process ended; `missing` when the program is not there at all. */
export type ChildOutcome =
  | { readonly kind: 'ended'; readonly ok: boolean; readonly output: string; readonly how: string }
  | { readonly kind: 'missing' }

export interface ChildOptions {
  readonly env?: NodeJS.ProcessEnv
  readonly signal?: AbortSignal | undefined
}

/** Enough for the last error of any compiler; a flood of warnings does not fill the memory. */
const OUTPUT_LIMIT = 200_000

/**
 * Runs a program to its end, without a shell and without input.
 *
 * @returns how it ended, with stdout and stderr together as `output` (the last 200,000 characters)
 * @throws the signal's reason when aborted; the child has been told to end by then
 */
export function runChild(
  command: string,
  parameters: readonly string[],
  options: ChildOptions = {},
): Promise<ChildOutcome> {
  const { signal } = options
  signal?.throwIfAborted()
  return new Promise((resolve, reject) => {
    const child = spawn(command, parameters, {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: options.env ?? process.env,
      windowsHide: true,
    })
    let output = ''
    const collect = (text: string) => {
      output = (output + text).slice(-OUTPUT_LIMIT)
    }
    child.stdout.setEncoding('utf8').on('data', collect)
    child.stderr.setEncoding('utf8').on('data', collect)
    const abort = () => child.kill()
    signal?.addEventListener('abort', abort)
    child.on('error', (error: NodeJS.ErrnoException) => {
      signal?.removeEventListener('abort', abort)
      if (error.code === 'ENOENT') resolve({ kind: 'missing' })
      else reject(error)
    })
    // When aborted, a grandchild (cc1plus) may hold the pipes for seconds: do not wait for `close`.
    child.on('exit', () => {
      if (signal?.aborted) reject(signal.reason as Error)
    })
    child.on('close', (status, killedBy) => {
      signal?.removeEventListener('abort', abort)
      const how = killedBy === null ? `exit status ${status}` : `signal ${killedBy}`
      resolve({ kind: 'ended', ok: status === 0, output, how })
    })
  })
}

/** The lines of a program's output that speak of an error, or its last line where none does; never empty. */
export function errorLines(output: string): readonly [string, ...string[]] {
  const lines = output
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
  const [first, ...rest] = lines.filter((line) => /error/i.test(line))
  return first === undefined ? [lines.at(-1) ?? 'no output'] : [first, ...rest]
}
