import { InvalidArgumentError, type Command } from 'commander'
import { join } from 'node:path'
import { z } from 'zod'
import { dataHome } from '../core/data-home'
import { datasetsFolder, listDatasets, type ListedDataset } from '../core/datasets/dataset-folder'
import { makeStrokesFolder } from '../core/datasets/make-strokes-folder'
import { BUILT_IN_DATASET, isDatasetName } from '../core/datasets/open-dataset'
import { strokesRecipeSchema } from '../core/datasets/strokes/make-strokes'
import { GlyphlabError } from '../core/errors'
import { grouped } from '../core/number-text'
import type { CommandContext, RegisterCommand } from './command'
import { describePreparation } from './data-progress'
import { describeDataset, descriptionText } from './data-show'
import { openNamedDataset } from './dataset-option'
import { optionValue } from './option-value'
import { asTyped } from './paths'
import { tableText } from './table'

const makeFlagsSchema = z.looseObject({
  trainPerClass: z.number().optional(),
  testPerClass: z.number().optional(),
  seed: z.number().optional(),
  name: z.string().optional(),
  folder: z.string().optional(),
  replace: z.boolean().optional(),
})
const showFlagsSchema = z.looseObject({ split: z.string().optional() })

export const registerData: RegisterCommand = (program, context) => {
  const data = program
    .command('data')
    .description('list, make or show data sets')
    .helpCommand(false)
  addList(data, context)
  addMake(data, context)
  addShow(data, context)
}

function addList(data: Command, { printer }: CommandContext): void {
  data
    .command('list')
    .description('the data sets of the data home')
    .action(async () => {
      const home = dataHome()
      const datasets = await listDatasets(home)
      printer.result({ folder: datasetsFolder(home), datasets }, () =>
        tableText([
          ['name', 'splits', 'train', 'test', 'from'],
          ...datasets.map(describeListed),
          ...(datasets.some(({ name }) => name === BUILT_IN_DATASET)
            ? []
            : [[BUILT_IN_DATASET, BUILT_IN_DATASET, '', '', 'built in, made when first used']]),
        ]),
      )
    })
}

function describeListed({ name, splits, about }: ListedDataset): string[] {
  if (about === null) return [name, splits.join(', '), '', '', "EMNIST's files"]
  const { trainCount, testCount, seed } = about
  return [
    ...[name, splits.join(', '), grouped(trainCount), grouped(testCount)],
    `pen strokes, seed ${seed}`,
  ]
}

function addMake(data: Command, { printer, interruption }: CommandContext): void {
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
      const recipe = strokesRecipeSchema.parse({
        trainPerClass: flags.trainPerClass,
        testPerClass: flags.testPerClass,
        seed: flags.seed,
      })
      const about = await makeStrokesFolder(folder, recipe, {
        replace: flags.replace,
        onProgress: (progress) => printer.progress(...describePreparation(progress)),
        signal: interruption,
      })
      printer.result({ folder, ...about }, ({ trainCount, testCount, classes }) =>
        [
          `${grouped(trainCount)} training and ${grouped(testCount)} test images of ${classes} classes`,
          folder,
        ].join('\n'),
      )
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

function datasetName(word: string): string {
  if (isDatasetName(word)) return word
  throw new InvalidArgumentError('Allowed: up to 64 letters, digits, dots, - and _.')
}

function addShow(data: Command, context: CommandContext): void {
  data
    .command('show')
    .description('what a data set holds: its classes, counts and fingerprint')
    .argument('<dataset>', "a name of the data home, or a folder with EMNIST's files")
    .option('--split <name>', 'which split, where the folder holds several')
    .action(async (word: string, values: unknown) => {
      const { split } = showFlagsSchema.parse(values)
      const named = await openNamedDataset(word, split, context)
      context.printer.result(describeDataset(named), descriptionText)
    })
}
