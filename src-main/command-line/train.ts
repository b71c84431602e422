import { Command } from 'commander'
import { z } from 'zod'
import { type TrainingConfiguration } from '../../src-preload/contract/training'
import { readEmnist } from '../core/datasets/emnist'
import { GlyphlabError } from '../core/errors'
import { CPU_FAST_PATHS } from '../core/models/fast-paths/fast-paths'
import { cpuFeatures, ensureRuntime, loadTensorFlow } from '../core/tensorflow/runtime'
import { train } from '../core/training/train'
import type { RegisterCommand } from './command'
import type { Printer } from './printer'
import { describeInstallation } from './runtime-progress'
import { addTrainingOptions, trainingConfiguration } from './training-options'
import { printTrainingEvent } from './training-report'

const flagsSchema = z.looseObject({
  dataset: z.string().optional(),
  split: z.string().optional(),
})

export const registerTrain: RegisterCommand = (program, { printer, interruption }) => {
  const command = new Command('train')
    .description('train a network, measure it on the test part, and print the report')
    .option('--dataset <folder>', 'a folder with EMNIST file names')
    .option('--split <name>', 'which split, where the folder holds several')
  addTrainingOptions(command)
  program.addCommand(command.copyInheritedSettings(program))
  command.action(async (values: unknown) => {
    const { dataset: folder, split } = flagsSchema.parse(values)
    const configuration = trainingConfiguration(values)
    if (folder === undefined)
      throw new GlyphlabError(
        'usage',
        'no data set named',
        'Name a folder with EMNIST file names: glyphlab train --dataset FOLDER.',
      )
    const dataset = await readEmnist(folder, split === undefined ? {} : { split })
    const runtime = await ensureRuntime({
      onProgress: (progress) => printer.progress(describeInstallation(progress)),
      signal: interruption,
    })
    await warnOfSlowSettings(configuration, printer)
    const tensorflow = loadTensorFlow(runtime)
    await train(dataset, configuration, {
      tensorflow,
      fastPaths: CPU_FAST_PATHS,
      onEvent: printTrainingEvent(printer),
      signal: interruption,
    })
  })
}

/** What works and yet is not what the user wants. */
async function warnOfSlowSettings(
  { precision }: TrainingConfiguration,
  printer: Printer,
): Promise<void> {
  const { hasFastBfloat16 } = await cpuFeatures()
  if (precision === 'bfloat16' && hasFastBfloat16 === false)
    printer.note(
      'glyphlab: warning: this processor has no fast bfloat16; --precision float32 will be faster.',
    )
  if (process.env['TF_ENABLE_ONEDNN_OPTS'] === '0')
    printer.note(
      'glyphlab: warning: TF_ENABLE_ONEDNN_OPTS=0 makes training several times slower; unset it.',
    )
}
