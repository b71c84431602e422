import { Command } from 'commander'
import { basename } from 'node:path'
import type { ErrorData } from '../../src-preload/contract/errors'
import { errorData, GlyphlabError } from '../core/errors'
import { importRun, type ImportedRun } from '../core/runs/portable/import-run'
import type { CommandContext, RegisterCommand } from './command'
import { asTyped } from './paths'
import { addRunsOption, runsFolder } from './runs-option'

export const registerRunsImport: RegisterCommand = (runs, context) => {
  const command = new Command('import')
    .description('take in runs that were exported on this machine or another one')
    .argument('<file...>', 'files that `runs export` has written')
  addRunsOption(command)
  runs.addCommand(command.copyInheritedSettings(runs))
  command.action((files: readonly string[]) => importAll(files, command.optsWithGlobals(), context))
}

/** One after the other: what one file cannot is no reason to leave out those behind it. */
async function importAll(
  files: readonly string[],
  flags: unknown,
  { printer, interruption }: CommandContext,
): Promise<void> {
  const imported: ImportedRun[] = []
  const refused: ErrorData[] = []
  for (const file of files)
    try {
      const run = await importRun(asTyped(file), runsFolder(flags), {
        signal: interruption,
        onProgress: (done, total) =>
          printer.progress(`taking in ${basename(file)}`, total === 0 ? 1 : done / total),
      })
      imported.push(run)
    } catch (error) {
      interruption.throwIfAborted()
      refused.push(errorData(error))
    }
  if (imported.length > 0)
    printer.result({ imported }, (runs) => runs.imported.map(line).join('\n'))
  const last = refused.pop()
  for (const { message, hint } of refused) printer.note(`glyphlab: ${message}. ${hint}`)
  if (last !== undefined) throw new GlyphlabError(last.code, last.message, last.hint)
}

function line({ kind, run, calledBefore }: ImportedRun): string {
  if (kind === 'already-there') return `${run} is there already, and stays as it is`
  return calledBefore === null
    ? `imported ${run}`
    : `imported ${run}: there is another ${calledBefore} already`
}
