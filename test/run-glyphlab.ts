import { spawn, type ChildProcessByStdio } from 'node:child_process'
import { once } from 'node:events'
import { constants, setPriority } from 'node:os'
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

/**
 * Starts `glyphlab <words>` as a user would from a checkout. It gives way to its test, which wants to interrupt it
 * before it is done.
 */
export function startGlyphlab(
  words: readonly string[],
  variables?: NodeJS.ProcessEnv,
): RunningCommand {
  const command = launch(words, variables)
  if (command.child.pid !== undefined)
    setPriority(command.child.pid, constants.priority.PRIORITY_BELOW_NORMAL)
  return command
}

function launch(words: readonly string[], variables: NodeJS.ProcessEnv = {}): RunningCommand {
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
  return launch(words, variables).result
}
