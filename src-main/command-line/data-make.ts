import { InvalidArgumentError, type Command } from 'commander'
import { join } from 'node:path'
import { z } from 'zod'
import { dataHome } from '../core/data-home'
import { BUILT_IN_DATASET, datasetsFolder, isDatasetName } from '../core/datasets/dataset-folder'
import { makeStrokesFolder } from '../core/datasets/make-strokes-folder'
import { strokesRecipeSchema } from '../core/datasets/strokes/make-strokes'
import { GlyphlabError } from '../core/errors'
import type { CommandContext } from './command'
import { requireReplaceable } from './dataset-in-use'
import { describePreparation } from './data-progress'
import { storedText } from './data-stored'
import { optionValue } from './option-value'
import { asTyped } from './paths'

const makeFlagsSchema = z.looseObject({
  trainPerClass: z.number().optional(),
  testPerClass: z.number().optional(),
  seed: z.number().optional(),
  name: z.string().optional(),
  folder: z.string().optional(),
  replace: z.boolean().optional(),
})

export function addMake(data: Command, { printer, interruption }: CommandContext): void {
  const { trainPerClass, testPerClass, seed } = strokesRecipeSchema.shape
  const defaults = strokesRecipeSchema.parse({})
  data
    .command('make')
    .description('draw a data set of pen strokes: the 47 characters of EMNIST Balanced')
    .argument('<source>', 'strokes', knownSource)
    .option(
      '--name <name>',
      `what it is called in the data home (${BUILT_IN_DATASET})`,
      datasetName,
    )
    .option('--folder <folder>', 'where to put it instead of the data home')
    .option(
      '--train-per-class <count>',
      `training images of each character (${defaults.trainPerClass})`,
      optionValue(trainPerClass.unwrap()),
    )
    .option(
      '--test-per-class <count>',
      `test images of each character (${defaults.testPerClass})`,
      optionValue(testPerClass.unwrap()),
    )
    .option(
      '--seed <number>',
      `another seed gives other images (${defaults.seed})`,
      optionValue(seed.unwrap()),
    )
    .option('--replace', 'replace strokes that are there already')
    .action(async (_source: unknown, values: unknown) => {
      const flags = makeFlagsSchema.parse(values)
      const folder = targetFolder(flags)
      if (flags.replace === true) await requireReplaceable(folder)
      const recipe = strokesRecipeSchema.parse({
        trainPerClass: flags.trainPerClass,
        testPerClass: flags.testPerClass,
        seed: flags.seed,
      })
      const stored = await makeStrokesFolder(folder, recipe, {
        replace: flags.replace,
        onProgress: (progress) => printer.progress(...describePreparation(progress)),
        signal: interruption,
      })
      printer.result({ ...stored.about, name: stored.name, folder }, storedText)
    })
}

function targetFolder({ name, folder }: z.infer<typeof makeFlagsSchema>): string {
  if (folder === undefined) return join(datasetsFolder(dataHome()), name ?? BUILT_IN_DATASET)
  if (name !== undefined)
    throw new GlyphlabError(
      'usage',
      '--name and --folder are both given',
      'Give one of them: a name in the data home, or a folder anywhere.',
    )
  return asTyped(folder)
}

function knownSource(word: string): string {
  if (word === BUILT_IN_DATASET) return word
  throw new InvalidArgumentError(`Allowed: ${BUILT_IN_DATASET}.`)
}

export function datasetName(word: string): string {
  if (isDatasetName(word)) return word
  throw new InvalidArgumentError('Allowed: up to 64 letters, digits, dots, - and _.')
}
