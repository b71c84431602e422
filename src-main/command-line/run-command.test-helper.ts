import { PassThrough } from 'node:stream'
import { text } from 'node:stream/consumers'
import type { RegisterCommand } from './command'
import { runCommandLine } from './program'

/** Runs words of the command line against some commands, within this process. */
export async function runCommand(
  words: readonly string[],
  commands: readonly RegisterCommand[],
  interruption = new AbortController().signal,
) {
  const stdout = new PassThrough()
  const stderr = new PassThrough()
  const output = Promise.all([text(stdout), text(stderr)])
  const status = await runCommandLine({
    words,
    commands: [{ heading: 'Tested:', commands }],
    interruption,
    stdout,
    stderr,
  })
  stdout.end()
  stderr.end()
  const [printed, noted] = await output
  return { status, stdout: printed, stderr: noted }
}
