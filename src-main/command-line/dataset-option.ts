import type { Command } from 'commander'
import { z } from 'zod'
import type { RunRecord } from '../../src-preload/contract/run'
import {
  howToBringBack,
  openDataset,
  type CorrectionsChoice,
  type OpenDataset,
} from '../core/datasets/open-dataset'
import { GlyphlabError } from '../core/errors'
import type { CommandContext } from './command'
import { describePreparation } from './data-progress'
import { datasetSource } from './dataset-word'

export const datasetFlagsSchema = z.looseObject({
  dataset: z.string().optional(),
  split: z.string().optional(),
  corrections: z.boolean().default(true),
})

interface ChoiceFlags {
  readonly split?: string | undefined
  readonly corrections: boolean
}
interface DatasetFlags extends ChoiceFlags {
  readonly dataset?: string | undefined
}

/** What to open of a data set. */
export interface DatasetChoice {
  readonly split?: string | undefined
  readonly corrections: CorrectionsChoice
}

export function addDatasetOptions(command: Command, fallback: string): void {
  command.option(
    '--dataset <name>',
    `a data set of the data home, or a folder with EMNIST's files (${fallback})`,
  )
  addDatasetChoiceOptions(command)
}

/** The options of a command that has a data set as its argument. */
export function addDatasetChoiceOptions(command: Command): void {
  command
    .option('--split <name>', 'which split, where the folder holds several')
    .option('--no-corrections', 'take the images as the files have them, without your corrections')
}

/** What the flags of {@link addDatasetChoiceOptions} ask for. */
export function chosenBy({ split, corrections }: ChoiceFlags): DatasetChoice {
  return { split, corrections: corrections ? 'current' : 'none' }
}

/**
 * The data set that the user named, or else the one known by its {@link OpenDataset.source}.
 * @throws GlyphlabError as `openDataset`
 */
export async function openChosenDataset(
  flags: DatasetFlags,
  otherwise: string,
  context: CommandContext,
): Promise<OpenDataset> {
  return flags.dataset === undefined
    ? openDatasetSource(otherwise, chosenBy(flags), context)
    : openNamedDataset(flags.dataset, chosenBy(flags), context)
}

/**
 * The data set that a run was trained on, with the corrections that were in force then.
 * @param word where it is now, where the user says so
 * @throws GlyphlabError as `openDataset`; where it is not there, says how to get it back
 */
export async function openDatasetOfRun(
  { datasetSource, description, id }: RunRecord,
  word: string | undefined,
  context: CommandContext,
  choice: Partial<DatasetChoice> = {},
): Promise<OpenDataset> {
  const { split = description.split, corrections = description.corrections ?? 'none' } = choice
  if (word !== undefined) return openNamedDataset(word, { split, corrections }, context)
  try {
    return await openDatasetSource(datasetSource, { split, corrections }, context)
  } catch (cause) {
    if (!(cause instanceof GlyphlabError) || cause.code !== 'dataset-missing') throw cause
    throw new GlyphlabError(
      'dataset-missing',
      `${id} was trained on ${description.dataset}, and ${cause.message}`,
      howToBringBack(datasetSource),
      { cause },
    )
  }
}

/**
 * A data set by the word that a user typed; see {@link datasetSource}.
 * @throws GlyphlabError as `openDataset`
 */
export async function openNamedDataset(
  word: string,
  choice: DatasetChoice,
  context: CommandContext,
): Promise<OpenDataset> {
  return openDatasetSource(await datasetSource(word), choice, context)
}

/**
 * A data set by its {@link OpenDataset.source}: a name there means the data home, whatever lies where the
 * command is called.
 * @throws GlyphlabError as `openDataset`
 */
export async function openDatasetSource(
  source: string,
  choice: DatasetChoice,
  { printer, interruption }: CommandContext,
): Promise<OpenDataset> {
  return openDataset(source, {
    ...choice,
    onProgress: (progress) => printer.progress(...describePreparation(progress)),
    signal: interruption,
  })
}
