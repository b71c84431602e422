import { Command } from 'commander'
import { z } from 'zod'
import { PRESET_NAMES, PRESETS } from '../../src-preload/contract/presets'
import { trainingConfigurationSchema } from '../../src-preload/contract/training'
import { BUILT_IN_DATASET } from '../core/datasets/dataset-folder'
import { GlyphlabError } from '../core/errors'
import { summariseGroup } from '../core/runs/group'
import { completeGroup } from '../core/runs/complete-group'
import { openMachine } from '../core/runs/machine'
import type { FinishedRun } from '../core/runs/perform-run'
import type { ResumeRunOptions } from '../core/runs/resume-run'
import { startRun } from '../core/runs/start-run'
import { readSafetensors } from '../core/safetensors/safetensors'
import { planTraining } from '../core/training/train'
import type { CommandContext, RegisterCommand } from './command'
import { addDatasetOptions, datasetFlagsSchema, openChosenDataset } from './dataset-option'
import { addDeviceOption, namedDevice } from './device-option'
import { groupText } from './group-report'
import { optionValue } from './option-value'
import { asTyped } from './paths'
import { addRunsOption, runsFolder } from './runs-option'
import { printInstallation } from './runtime-progress'
import { slowSettings } from './slow-settings'
import { addTf32Option, applyTf32 } from './tf32-option'
import { addTrainingOptions, trainingConfiguration } from './training-options'
import { watchRun, type RunWatch } from './training-report'

const presetSchema = z.enum(PRESET_NAMES)
const repeatSchema = z.int().min(2).max(1000)
const flagsSchema = z.looseObject({
  ...datasetFlagsSchema.shape,
  weights: z.string().optional(),
  repeat: repeatSchema.optional(),
  preset: presetSchema.optional(),
})

export const registerTrain: RegisterCommand = (program, context) => {
  const command = new Command('train').description(
    'train a network, measure it on the test part, and print the report',
  )
  command.optionsGroup('Data and runs:')
  addDatasetOptions(command, BUILT_IN_DATASET)
  command
    .option('--weights <file>', 'begin with the weights of a .safetensors file')
    .option(
      '--repeat <count>',
      'so many runs, each with the next seed: mean and standard deviation',
      optionValue(repeatSchema),
    )
  addRunsOption(command)
  command
    .optionsGroup('Settings to start from:')
    .option(
      '--preset <name>',
      `${presetSchema.options.join(', ')} (seed-cnn)`,
      optionValue(presetSchema),
    )
  addTrainingOptions(command)
  command.optionsGroup('Machine:')
  addDeviceOption(command)
  addTf32Option(command)
  program.addCommand(command.copyInheritedSettings(program))
  command.action((values: unknown) => trainAsAsked(values, context))
}

async function trainAsAsked(values: unknown, context: CommandContext): Promise<void> {
  const { printer, interruption } = context
  const flags = flagsSchema.parse(values)
  const start = trainingConfigurationSchema.parse(flags.preset ? PRESETS[flags.preset] : {})
  const configuration = await trainingConfiguration(values, start)
  requireSeeds(configuration.seed, flags.repeat ?? 1)
  const tensors =
    flags.weights === undefined
      ? undefined
      : (await readSafetensors(asTyped(flags.weights))).tensors
  const data = await openChosenDataset(flags, BUILT_IN_DATASET, context)
  // What does not fit is told before a runtime is installed for it.
  planTraining(data, configuration)
  await applyTf32(values)
  const machine = await openMachine(configuration.precision, {
    device: namedDevice(values),
    onProgress: printInstallation(printer),
    signal: interruption,
  })
  for (const warning of slowSettings(configuration, machine.cpu, process.env))
    printer.note(`glyphlab: warning: ${warning}`)
  const watch = watchRun(printer, { brief: flags.repeat !== undefined })
  const options = {
    ...machine,
    data,
    runsFolder: runsFolder(values),
    configuration,
    initialWeights: tensors && { source: asTyped(flags.weights ?? ''), tensors },
    group: flags.repeat === undefined ? undefined : ({ first: true, size: flags.repeat } as const),
    onEvent: watch.onEvent,
    signal: interruption,
  }
  const finished = await watch.guard(() => startRun(options))
  requireWhole(finished, interruption)
  if (finished.record.group) await finishGroup({ ...options, ...finished }, watch, context)
}

/** @throws GlyphlabError `usage` where the last run of a group would have a seed that there is not */
function requireSeeds(seed: number, repeat: number): void {
  const last = seed + repeat - 1
  if (!trainingConfigurationSchema.shape.seed.safeParse(last).success)
    throw new GlyphlabError(
      'usage',
      `--seed ${seed} with --repeat ${repeat} would end at seed ${last}, which is too large`,
    )
}

/** @throws the interruption's reason where the run was cut short */
export function requireWhole({ outcome }: FinishedRun, interruption: AbortSignal): void {
  if (outcome.reason === 'interrupted') interruption.throwIfAborted()
}

/** Trains what a group lacks and says what it comes to. */
export async function finishGroup(
  options: ResumeRunOptions,
  watch: RunWatch,
  { printer, interruption }: CommandContext,
): Promise<void> {
  const { group } = options.record
  if (!group) return
  const records = await watch.guard(() => completeGroup(options))
  const summary = summariseGroup(group.id, records)
  if (records.length < group.size) interruption.throwIfAborted()
  if (!summary) throw new GlyphlabError('run-missing', `no run of ${group.id} has finished`)
  printer.result({ type: 'group', ...summary }, () => groupText(summary, records))
}
