import { Command } from 'commander'
import { grouped, percent } from '../core/number-text'
import { sizeOnDisk } from '../core/files/size-on-disk'
import { condenseRun } from '../core/runs/condense-run'
import { openMachine } from '../core/runs/machine'
import { runPaths } from '../core/runs/run-folder'
import { readRunRecord } from '../core/runs/run-record'
import type { CommandContext, RegisterCommand } from './command'
import { addDatasetOptions, datasetFlagsSchema, openDatasetOfRun } from './dataset-option'
import { asTyped } from './paths'
import { addRunsOption, namedRun, RUN_WORD } from './runs-option'
import { printInstallation } from './runtime-progress'

export const registerRunsCondense: RegisterCommand = (runs, context) => {
  const condense = new Command('condense')
    .description('make a small folder of a run to pass on: bfloat16 weights, measured anew')
    .argument('<run>', RUN_WORD)
    .argument('<folder>', 'the new folder')
  addDatasetOptions(condense, 'the one that the run was trained on')
  addRunsOption(condense)
  runs.addCommand(condense.copyInheritedSettings(runs))
  condense.action((word: string, folder: string) =>
    condenseNamed(word, asTyped(folder), condense.optsWithGlobals(), context),
  )
}

async function condenseNamed(
  word: string,
  folder: string,
  values: unknown,
  context: CommandContext,
): Promise<void> {
  const { printer, interruption } = context
  const flags = datasetFlagsSchema.parse(values)
  const source = await namedRun(word, values)
  const record = readRunRecord(runPaths(source))
  const { precision } = record.description.configuration
  const data = await openDatasetOfRun(record, flags.dataset, context)
  const { tensorflow } = await openMachine(precision, {
    onProgress: printInstallation(printer),
    signal: interruption,
  })
  const { report } = await condenseRun({
    ...{ run: { folder: source, record }, data, folder, tensorflow, signal: interruption },
    onProgress: (done, images) => printer.progress(`image ${done} of ${images}`, done / images),
  })
  const bytes = await sizeOnDisk(folder)
  const before = record.result?.test?.accuracy ?? null
  const { accuracy, count } = report
  printer.result(
    { folder, run: record.id, bytes, accuracy, accuracyBefore: before, images: count },
    () =>
      `${folder}: ${grouped(bytes)} bytes, ${percent(accuracy ?? 0)} of ${grouped(count)} test images` +
      (before === null ? '' : `, ${percent(before)} before rounding`),
  )
}
