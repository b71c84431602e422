import { listenForInterruption } from './command-line/interruption'
import { EXIT_STATUS } from './command-line/exit-status'
import { runCommandLine } from './command-line/program'
import { COMMAND_GROUPS } from './command-line/commands'

async function main(): Promise<void> {
  const interruption = listenForInterruption(() => process.exit(EXIT_STATUS.interrupted))
  process.exitCode = await runCommandLine({
    words: process.argv.slice(2),
    commands: COMMAND_GROUPS,
    interruption,
    stdout: process.stdout,
    stderr: process.stderr,
  })
}

void main()
