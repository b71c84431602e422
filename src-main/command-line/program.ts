import { Command, CommanderError } from 'commander'
import { GlyphlabError, errorData } from '../core/errors'
import { description, version } from '../../package.json'
import type { CommandContext, CommandGroup } from './command'
import { EXIT_STATUS, exitStatusOf, type ExitStatus } from './exit-status'
import { addHelpTexts } from './help'
import { Output, type OutputStream } from './output'
import { StreamPrinter } from './printer'

export interface CommandLine {
  /** What the user typed after `glyphlab`. */
  readonly words: readonly string[]
  readonly commands: readonly CommandGroup[]
  readonly interruption: AbortSignal
  readonly stdout: OutputStream
  readonly stderr: OutputStream
}

/** Runs one command to its end. Never throws and never exits: whatever happens is printed and becomes a status. */
export async function runCommandLine(commandLine: CommandLine): Promise<ExitStatus> {
  const { words, commands, interruption } = commandLine
  const results = new Output(commandLine.stdout)
  const messages = new Output(commandLine.stderr)
  const printer = new StreamPrinter({ results, messages, json: asksForJson(words) })
  let status: ExitStatus
  try {
    const program = createProgram(commands, { printer, interruption }, results, messages)
    await program.parseAsync([...words], { from: 'user' })
    status = EXIT_STATUS.done
  } catch (thrown) {
    if (isHelpOrVersion(thrown)) status = EXIT_STATUS.done
    else if (isInterruption(thrown, interruption)) status = EXIT_STATUS.interrupted
    else {
      const error = errorData(thrown instanceof CommanderError ? usageError(thrown) : thrown)
      printer.error(error)
      status = exitStatusOf(error.code)
    }
  }
  try {
    await printer.close()
  } catch (thrown) {
    printer.error(errorData(thrown))
    status = EXIT_STATUS.failed
  }
  return status
}

/** All commands with their options, ready to parse, complete or explain; nothing is started. */
export function createProgram(
  groups: readonly CommandGroup[],
  context: CommandContext,
  results: Output,
  messages: Output,
): Command {
  const program: Command = new Command('glyphlab')
    .description(description)
    .version(version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .option('--json', 'print results as JSON, one object a line')
    .configureHelp({
      showGlobalOptions: true,
      // Those of `glyphlab`; what `runs` takes is no business of `runs show`.
      visibleGlobalOptions: (command) => (command.parent === null ? [] : [...program.options]),
    })
    .configureOutput({
      writeOut: (text) => results.write(text),
      // Errors are thrown and printed once, by the printer; help asked for by mistake goes here.
      writeErr: (text) => messages.write(text),
      outputError: () => undefined,
    })
    .exitOverride()
  for (const { heading, commands } of groups) {
    program.commandsGroup(heading)
    for (const register of commands) register(program, context)
  }
  program.helpCommand('help [command]', 'print the help of a command')
  addHelpTexts(program)
  return program
}

/** Known before parsing, so that an error of parsing is printed as JSON too. */
function asksForJson(words: readonly string[]): boolean {
  const end = words.indexOf('--')
  return words.slice(0, end === -1 ? undefined : end).includes('--json')
}

function isHelpOrVersion(thrown: unknown): boolean {
  return thrown instanceof CommanderError && thrown.exitCode === 0
}

function isInterruption(thrown: unknown, interruption: AbortSignal): boolean {
  return (
    interruption.aborted &&
    (thrown === interruption.reason || (thrown instanceof Error && thrown.name === 'AbortError'))
  )
}

function usageError(error: CommanderError): GlyphlabError {
  const message =
    error.code === 'commander.help' ? 'no command given' : error.message.replace(/^error: /, '')
  return new GlyphlabError('usage', message, undefined, { cause: error })
}
