import { resolve } from 'node:path'
import { Command } from 'commander'
import { z } from 'zod'
import { readEmnist } from '../core/datasets/emnist'
import { GlyphlabError } from '../core/errors'
import { cpuFastPaths } from '../core/models/fast-paths/fast-paths'
import { cpuFeatures, ensureRuntime, loadTensorFlow } from '../core/tensorflow/runtime'
import { train } from '../core/training/train'
import type { RegisterCommand } from './command'
import { describeInstallation } from './runtime-progress'
import { slowSettings } from './slow-settings'
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
    const dataset = await readEmnist(asTyped(folder), split === undefined ? {} : { split })
    const runtime = await ensureRuntime({
      onProgress: (progress) => printer.progress(describeInstallation(progress)),
      signal: interruption,
    })
    const cpu = await cpuFeatures()
    for (const warning of slowSettings(configuration, cpu, process.env))
      printer.note(`glyphlab: warning: ${warning}`)
    const tensorflow = loadTensorFlow(runtime)
    await train(dataset, configuration, {
      tensorflow,
      fastPaths: cpuFastPaths(configuration.precision, cpu),
      onEvent: printTrainingEvent(printer),
      signal: interruption,
    })
  })
}

/** `npm run` starts a script in the checkout and leaves in INIT_CWD where the user stands. */
function asTyped(folder: string): string {
  return resolve(process.env['INIT_CWD'] ?? process.cwd(), folder)
}
