import { existsSync } from 'node:fs'
import type { Command } from 'commander'
import { z } from 'zod'
import type { Dataset } from '../core/datasets/dataset'
import { datasetFingerprint } from '../core/datasets/fingerprint'
import { openDataset } from '../core/datasets/open-dataset'
import type { CommandContext } from './command'
import { describePreparation } from './data-progress'
import { asTyped } from './paths'

export const datasetFlagsSchema = z.looseObject({
  dataset: z.string().optional(),
  split: z.string().optional(),
})

export function addDatasetOptions(command: Command, fallback: string): void {
  command
    .option(
      '--dataset <name>',
      `a data set of the data home, or a folder with EMNIST's files (${fallback})`,
    )
    .option('--split <name>', 'which split, where the folder holds several')
}

/** A data set as a command was told to take it. */
export interface NamedDataset {
  readonly dataset: Dataset
  readonly fingerprint: string
  /** What to open it by another time: a name, or an absolute path. */
  readonly datasetSource: string
}

/**
 * The data set that the user named, or else the one known by its {@link NamedDataset.datasetSource}.
 * @throws GlyphlabError `dataset-missing` or `dataset-invalid`
 */
export async function openChosenDataset(
  word: string | undefined,
  otherwise: string,
  split: string | undefined,
  context: CommandContext,
): Promise<NamedDataset> {
  return word === undefined
    ? openDatasetSource(otherwise, split, context)
    : openNamedDataset(word, split, context)
}

/**
 * A data set by the word that a user typed: what is there as a folder goes before a name of the data home.
 * @throws GlyphlabError `dataset-missing` or `dataset-invalid`
 */
export async function openNamedDataset(
  word: string,
  split: string | undefined,
  context: CommandContext,
): Promise<NamedDataset> {
  const path = asTyped(word)
  const source = /[/\\]/.test(word) || existsSync(path) ? path : word
  return openDatasetSource(source, split, context)
}

/**
 * A data set by its {@link NamedDataset.datasetSource}: a name there means the data home, whatever lies where the
 * command is called.
 * @throws GlyphlabError `dataset-missing` or `dataset-invalid`
 */
export async function openDatasetSource(
  source: string,
  split: string | undefined,
  { printer, interruption }: CommandContext,
): Promise<NamedDataset> {
  const dataset = await openDataset(source, {
    ...(split === undefined ? {} : { split }),
    onProgress: (progress) => printer.progress(...describePreparation(progress)),
    signal: interruption,
  })
  return { dataset, fingerprint: datasetFingerprint(dataset), datasetSource: source }
}
