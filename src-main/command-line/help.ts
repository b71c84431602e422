import type { Command } from 'commander'
import { HELP_TEXTS, type CommandHelp } from './help-texts'

/** Adds examples, and where results go, to the help of every command that has a text. */
export function addHelpTexts(program: Command): void {
  for (const command of withSubcommands(program)) {
    const help = HELP_TEXTS[commandPath(command)]
    if (help !== undefined) command.addHelpText('after', `\n${describeHelp(help)}`)
  }
}

/** A command and all below it, parents first. */
export function withSubcommands(command: Command): readonly Command[] {
  return [command, ...command.commands.flatMap(withSubcommands)]
}

/** What is typed after `glyphlab` to reach a command: `runtime install`, and `` for the program itself. */
export function commandPath(command: Command): string {
  const { parent } = command
  return parent === null ? '' : `${commandPath(parent)} ${command.name()}`.trim()
}

function describeHelp({ examples, notes }: CommandHelp): string {
  const lines = examples.map(([words, meaning]) => [`glyphlab ${words}`, meaning] as const)
  const width = Math.max(...lines.map(([line]) => line.length))
  const described = lines.map(([line, meaning]) => `  ${line.padEnd(width)}  ${meaning}`)
  return ['Examples:', ...described, ...(notes.length === 0 ? [] : ['', ...notes])].join('\n')
}
