import { Command } from 'commander'
import { z } from 'zod'
import { isDeepStrictEqual } from 'node:util'
import { branchRun } from '../core/runs/branch-run'
import { differenceBetween } from '../core/runs/environment'
import { openMachine } from '../core/runs/machine'
import { resumeRun } from '../core/runs/resume-run'
import { runPaths } from '../core/runs/run-folder'
import { readRunRecord, requireUnfinished } from '../core/runs/run-record'
import type { CommandContext, RegisterCommand } from './command'
import { openDatasetOfRun } from './dataset-option'
import { addDeviceOption, namedDevice } from './device-option'
import { addRunsOption, namedRun, RUN_WORD } from './runs-option'
import { printInstallation } from './runtime-progress'
import { addTf32Option, applyTf32 } from './tf32-option'
import { finishGroup, requireWhole } from './train'
import { addTrainingOptions, RESUMABLE_FLAGS, trainingConfiguration } from './training-options'
import { watchRun } from './training-report'

const flagsSchema = z.looseObject({ dataset: z.string().optional() })

export const registerResume: RegisterCommand = (program, context) => {
  const command = new Command('resume')
    .description('go on with a run that was interrupted, or with other settings as a new run')
    .argument('<run>', RUN_WORD)
  command
    .optionsGroup('Data and runs:')
    .option('--dataset <name>', 'where the data set is now, if it was moved')
  addRunsOption(command)
  addTrainingOptions(command, RESUMABLE_FLAGS)
  command.optionsGroup('Machine:')
  addDeviceOption(command)
  addTf32Option(command)
  program.addCommand(command.copyInheritedSettings(program))
  command.action((word: string, values: unknown) => resumeAsAsked(word, values, context))
}

async function resumeAsAsked(
  word: string,
  values: unknown,
  context: CommandContext,
): Promise<void> {
  const { printer, interruption } = context
  const folder = await namedRun(word, values)
  // Notes are the user's: whatever is in them keeps no run from going on.
  const record = readRunRecord(runPaths(folder))
  const before = record.description.configuration
  const configuration = await trainingConfiguration(values, before)
  const isChanged = !isDeepStrictEqual(configuration, before)
  if (!isChanged && !record.group) requireUnfinished(record)

  const { dataset } = flagsSchema.parse(values)
  const data = await openDatasetOfRun(record, dataset, context)
  await applyTf32(values)
  const machine = await openMachine(configuration.precision, {
    device: namedDevice(values),
    onProgress: printInstallation(printer),
    signal: interruption,
  })
  const difference = differenceBetween(
    record.environment,
    machine.environment,
    configuration.precision === before.precision,
  )
  if (difference !== null)
    printer.note(
      `glyphlab: warning: this is not where the run began (${difference}): ` +
        'it goes on, but not to the same bits',
    )
  const watch = watchRun(printer, { brief: record.group !== null && !isChanged })
  const options = {
    ...machine,
    data,
    folder,
    record,
    configuration,
    onEvent: watch.onEvent,
    signal: interruption,
  }
  if (record.group && !isChanged) return finishGroup(options, watch, context)
  const finished = await watch.guard(() => (isChanged ? branchRun(options) : resumeRun(options)))
  requireWhole(finished, interruption)
}
