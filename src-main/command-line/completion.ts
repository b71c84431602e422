import { Argument, Command, Option } from 'commander'
import { z } from 'zod'
import type { RegisterCommand } from './command'
import { complete, type Completion } from './completion-request'
import { completionScript, SHELLS, type Shell } from './completion-scripts'
import { DISK_SOURCES } from './completion-sources'

export const registerCompletion: RegisterCommand = (program, { printer }) => {
  program
    .command('completion')
    .description('print the script that makes a shell complete words at the Tab key')
    .addArgument(new Argument('<shell>', SHELLS.join(', ')).choices(SHELLS))
    .action((shell: Shell) => {
      printer.result({ shell, script: completionScript(shell) }, ({ script }) => script)
    })
  const requested = new Command('complete')
    .description('answer a shell: what could stand in place of the last word')
    .argument('[words...]', 'what was typed after glyphlab, behind --')
    .addOption(new Option('--new-word', 'the last word is empty'))
  program.addCommand(requested.copyInheritedSettings(program), { hidden: true })
  requested.action(async (words: readonly string[], flags: unknown) => {
    const { newWord } = z.looseObject({ newWord: z.boolean().default(false) }).parse(flags)
    const completion = await complete(program, newWord ? [...words, ''] : words, DISK_SOURCES)
    printer.result(completion, describeCompletion)
  })
}

function describeCompletion({ candidates, paths }: Completion): string {
  const lines = candidates.map(({ word, description }) =>
    `${word}\t${description}`.replace(/\s*\n\s*/g, ' '),
  )
  return [...lines, `:${paths}`].join('\n')
}
