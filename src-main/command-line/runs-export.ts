import { Command } from 'commander'
import { basename } from 'node:path'
import { sizeText } from '../core/number-text'
import { exportRun } from '../core/runs/portable/export-run'
import type { RegisterCommand } from './command'
import { asTyped } from './paths'
import { addRunsOption, namedRun, RUN_WORD } from './runs-option'

export const registerRunsExport: RegisterCommand = (runs, { printer, interruption }) => {
  const command = new Command('export')
    .description('write a run to one file, which another machine takes in with all it had')
    .argument('<run>', RUN_WORD)
    .argument('<file>', 'the new file, such as RUN.glyphlab')
  addRunsOption(command)
  runs.addCommand(command.copyInheritedSettings(runs))
  command.action(async (word: string, file: string) => {
    const folder = await namedRun(word, command.optsWithGlobals())
    const exported = await exportRun(folder, asTyped(file), {
      signal: interruption,
      onProgress: (done, total) => printer.progress(`writing ${basename(file)}`, done / total),
    })
    printer.result(exported, ({ run, file: written, bytes, leftOut }) =>
      [
        `${written}: ${run}, ${sizeText(bytes)}`,
        ...(leftOut.length === 0
          ? []
          : [`not in it, since no run has such: ${leftOut.join(', ')}`]),
      ].join('\n'),
    )
  })
}
