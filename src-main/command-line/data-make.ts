import { Argument, InvalidArgumentError, type Command } from 'commander'
import { join } from 'node:path'
import { z } from 'zod'
import { dataHome } from '../core/data-home'
import { BUILT_IN_DATASET, datasetsFolder, isDatasetName } from '../core/datasets/dataset-folder'
import { makeStrokesFolder } from '../core/datasets/make-strokes-folder'
import { DOODLE_KINDS } from '../core/datasets/doodles/draw-doodle'
import { legibilityRecipeSchema } from '../core/datasets/doodles/legibility-recipe'
import { makeLegibilityFolder } from '../core/datasets/make-legibility-folder'
import { strokesRecipeSchema, type StrokesProgress } from '../core/datasets/strokes/make-strokes'
import { GlyphlabError } from '../core/errors'
import type { StoredDataset } from '../core/datasets/store-dataset'
import type { CommandContext } from './command'
import { openNamedDataset } from './dataset-option'
import { requireReplaceable } from './dataset-in-use'
import { describePreparation } from './data-progress'
import { storedText } from './data-stored'
import { optionValue } from './option-value'
import { asTyped } from './paths'

const makeFlagsSchema = z.looseObject({
  trainPerClass: z.number().optional(),
  testPerClass: z.number().optional(),
  from: z.string().optional(),
  leaveOut: z.array(z.enum(DOODLE_KINDS)).optional(),
  seed: z.number().optional(),
  name: z.string().optional(),
  folder: z.string().optional(),
  replace: z.boolean().optional(),
})

type MakeFlags = z.infer<typeof makeFlagsSchema>

/** What is drawn: characters; or characters of a data set beside doodles, to tell the two apart. */
const SOURCES = [BUILT_IN_DATASET, 'legibility'] as const
type Source = (typeof SOURCES)[number]

export function addMake(data: Command, context: CommandContext): void {
  const { trainPerClass, testPerClass, seed } = strokesRecipeSchema.shape
  const defaults = strokesRecipeSchema.parse({})
  data
    .command('make')
    .description('draw a data set: characters as pen strokes, or what can be read and what cannot')
    .addArgument(new Argument('<source>', 'what is drawn').choices(SOURCES))
    .option('--name <name>', 'what it is called in the data home (as its source)', datasetName)
    .option('--folder <folder>', 'where to put it instead of the data home')
    .option(
      '--train-per-class <count>',
      `strokes: training images of each character (${defaults.trainPerClass})`,
      optionValue(trainPerClass.unwrap()),
    )
    .option(
      '--test-per-class <count>',
      `strokes: test images of each character (${defaults.testPerClass})`,
      optionValue(testPerClass.unwrap()),
    )
    .option('--from <dataset>', 'legibility: where the characters are taken from')
    .option(
      '--leave-out <kinds>',
      'legibility: kinds of doodles to do without, with commas',
      (words) => words.split(',').map(optionValue(z.enum(DOODLE_KINDS))),
    )
    .option(
      '--seed <number>',
      `another seed gives other images (${defaults.seed})`,
      optionValue(seed.unwrap()),
    )
    .option('--replace', 'replace what such a command has made there already')
    .action(async (word: unknown, values: unknown) => {
      const source = z.enum(SOURCES).parse(word)
      const flags = makeFlagsSchema.parse(values)
      const folder = targetFolder(source, flags)
      if (flags.replace === true) await requireReplaceable(folder)
      const stored = await makeSource(source, folder, flags, context)
      context.printer.result({ ...stored.about, name: stored.name, folder }, storedText)
    })
}

async function makeSource(
  source: Source,
  folder: string,
  flags: MakeFlags,
  context: CommandContext,
): Promise<StoredDataset> {
  const { printer, interruption } = context
  const { trainPerClass, testPerClass, from, leaveOut, seed, replace } = flags
  const options = {
    replace,
    onProgress: (progress: StrokesProgress) =>
      printer.progress(...describePreparation(progress, source)),
    signal: interruption,
  }
  switch (source) {
    case 'strokes': {
      refuse(source, { from, leaveOut })
      const recipe = strokesRecipeSchema.parse({ trainPerClass, testPerClass, seed })
      return makeStrokesFolder(folder, recipe, options)
    }
    case 'legibility': {
      refuse(source, { trainPerClass, testPerClass })
      if (from === undefined)
        throw new GlyphlabError('usage', 'data make legibility takes characters --from a data set')
      const recipe = legibilityRecipeSchema.parse({ leaveOut, seed })
      const characters = await openNamedDataset(from, { corrections: 'current' }, context)
      return makeLegibilityFolder(folder, characters, recipe, options)
    }
  }
}

/** @throws GlyphlabError `usage` where a flag is given that is another source's */
function refuse(source: Source, flags: Readonly<Record<string, unknown>>): void {
  const [name] = Object.keys(flags).filter((key) => flags[key] !== undefined)
  if (name === undefined) return
  const flag = name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
  throw new GlyphlabError('usage', `--${flag} has no meaning with ${source}`)
}

function targetFolder(source: Source, { name, folder }: MakeFlags): string {
  if (folder === undefined) return join(datasetsFolder(dataHome()), name ?? source)
  if (name !== undefined)
    throw new GlyphlabError(
      'usage',
      '--name and --folder are both given',
      'Give one of them: a name in the data home, or a folder anywhere.',
    )
  return asTyped(folder)
}

export function datasetName(word: string): string {
  if (isDatasetName(word)) return word
  throw new InvalidArgumentError('Allowed: up to 64 letters, digits, dots, - and _.')
}
