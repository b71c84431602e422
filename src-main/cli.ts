import { listenForInterruption } from './command-line/interruption'
import { EXIT_STATUS } from './command-line/exit-status'
import { runCommandLine } from './command-line/program'
import { registerDoctor } from './command-line/doctor'
import { registerModels } from './command-line/models'
import { registerTrain } from './command-line/train'
import type { RegisterCommand } from './command-line/command'

/** One file a command, in the order in which help lists them. */
const COMMANDS: readonly RegisterCommand[] = [registerTrain, registerModels, registerDoctor]

async function main(): Promise<void> {
  const interruption = listenForInterruption(() => process.exit(EXIT_STATUS.interrupted))
  process.exitCode = await runCommandLine({
    words: process.argv.slice(2),
    commands: COMMANDS,
    interruption: interruption.signal,
    stdout: process.stdout,
    stderr: process.stderr,
  })
  interruption.dispose()
}

void main()
