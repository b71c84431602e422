import type { Command } from 'commander'
import { z } from 'zod'
import {
  datasetPartSchema,
  type DatasetPart,
  type SheetGeometry,
  type SheetRequest,
} from '../../src-preload/contract/dataset'
import { GREATEST_SAMPLES, sampleSheet } from '../core/datasets/inspect/sample-sheet'
import type { OpenDataset } from '../core/datasets/open-dataset'
import { GlyphlabError } from '../core/errors'
import { writeNamedFile } from '../core/files/named-file'
import { namedClass } from './class-option'
import type { CommandContext } from './command'
import { optionValue } from './option-value'
import { asTyped } from './paths'

const samplesSchema = z.int().min(1).max(GREATEST_SAMPLES.class)
const seedSchema = z
  .int()
  .min(0)
  .max(2 ** 31 - 1)

export const sheetFlagsSchema = z.looseObject({
  sheet: z.string().optional(),
  class: z.string().optional(),
  part: datasetPartSchema.optional(),
  mean: z.boolean().optional(),
  samples: samplesSchema.optional(),
  seed: seedSchema.optional(),
})

const SAMPLES = { classes: 12, class: 100 } as const

export function addSheetOptions(command: Command): void {
  command
    .optionsGroup('Images as a PNG:')
    .option('--sheet <file>', 'write images of it, a row a class')
    .option('--class <character>', 'of this class alone')
    .option('--part <part>', 'train or test (train)', optionValue(datasetPartSchema))
    .option('--mean', 'the mean image of each class instead')
    .option(
      '--samples <count>',
      `so many of each class (${SAMPLES.classes}, at most ${GREATEST_SAMPLES.classes}; of one class alone ${SAMPLES.class}, at most ${GREATEST_SAMPLES.class})`,
      optionValue(samplesSchema),
    )
    .option('--seed <number>', 'another seed shows other images (1)', optionValue(seedSchema))
}

/** A sheet that was asked for. */
interface WantedSheet {
  readonly file: string
  readonly part: DatasetPart
  /** A character of the one class to show; undefined for all. */
  readonly class: string | undefined
  readonly isMean: boolean
  readonly samples: number | undefined
  readonly seed: number
}

/**
 * Undefined where no sheet is asked for.
 * @throws GlyphlabError `usage` where flags do not go together
 */
export function wantedSheet(flags: z.infer<typeof sheetFlagsSchema>): WantedSheet | undefined {
  const { sheet, mean = false, part = 'train', samples, seed = 1 } = flags
  const chosen = [
    ...(flags.class === undefined ? [] : ['--class']),
    ...(samples === undefined ? [] : ['--samples']),
    ...(flags.seed === undefined ? [] : ['--seed']),
  ]
  const besides = [...chosen, ...(mean ? ['--mean'] : []), ...(flags.part ? ['--part'] : [])]
  if (sheet === undefined) {
    if (besides[0] === undefined) return undefined
    throw new GlyphlabError(
      'usage',
      `${besides[0]} says what is on a sheet`,
      'Add --sheet FILE.png.',
    )
  }
  if (!/\.png$/i.test(sheet))
    throw new GlyphlabError('usage', `${sheet} is no name of a PNG`, 'Name it FILE.png.')
  if (mean && chosen[0] !== undefined)
    throw new GlyphlabError(
      'usage',
      `--mean and ${chosen[0]} are both given`,
      'A mean is of all images of each class: leave one of them out.',
    )
  if (flags.class === undefined && samples !== undefined && samples > GREATEST_SAMPLES.classes)
    throw new GlyphlabError(
      'usage',
      `${samples} samples of each class are more than the ${GREATEST_SAMPLES.classes} that a sheet of all classes shows`,
      'Ask for fewer, or for one class by --class.',
    )
  return { file: sheet, part, class: flags.class, isMean: mean, samples, seed }
}

/** What was written, without the pixels. */
interface WrittenSheet extends SheetGeometry {
  readonly file: string
}

/** @throws GlyphlabError `usage` where there is no such class, `disk-full` or `output-failed` */
export async function writeSheet(
  wanted: WantedSheet,
  { dataset, originals }: OpenDataset,
  { printer }: CommandContext,
): Promise<WrittenSheet> {
  const file = asTyped(wanted.file)
  const { png, ...geometry } = sampleSheet(dataset, requestOf(wanted, dataset), originals)
  await writeNamedFile(file, [png])
  printer.note(`wrote ${wanted.file}`)
  return { file, ...geometry }
}

function requestOf(
  { part, class: word, isMean, samples, seed }: WantedSheet,
  dataset: OpenDataset['dataset'],
): SheetRequest {
  if (isMean) return { kind: 'means', part }
  if (word === undefined)
    return { kind: 'classes', part, samples: samples ?? SAMPLES.classes, seed }
  const index = namedClass(dataset, word)
  return { kind: 'class', part, class: index, samples: samples ?? SAMPLES.class, seed }
}
