import { spawn, type ChildProcessByStdio } from 'node:child_process'
import { once } from 'node:events'
import type { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'

const LAUNCHER = fileURLToPath(new URL('../bin/glyphlab.mjs', import.meta.url))

export interface CommandResult {
  readonly status: number | null
  readonly stdout: string
  readonly stderr: string
}

/** A `glyphlab` command under way in a process of its own. */
export interface RunningCommand {
  readonly child: ChildProcessByStdio<null, Readable, Readable>
  readonly result: Promise<CommandResult>
}

/** Starts `glyphlab <words>` as a user would from a checkout. */
export function startGlyphlab(
  words: readonly string[],
  variables: NodeJS.ProcessEnv = {},
): RunningCommand {
  const child = spawn(process.execPath, [LAUNCHER, ...words], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...variables },
  })
  const output = Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')])
  const result = output.then(([stdout, stderr]) => ({ status: child.exitCode, stdout, stderr }))
  return { child, result }
}

/** Runs `glyphlab <words>` to its end. */
export async function runGlyphlab(
  words: readonly string[],
  variables?: NodeJS.ProcessEnv,
): Promise<CommandResult> {
  return startGlyphlab(words, variables).result
}
