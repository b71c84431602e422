import type { Command } from 'commander'
import { z } from 'zod'
import { readAbout } from '../core/datasets/about'
import { inspectDataset } from '../core/datasets/inspect/inspect-dataset'
import type { CommandContext } from './command'
import { descriptionText, type DatasetDescription } from './data-show-text'
import { addSheetOptions, sheetFlagsSchema, wantedSheet, writeSheet } from './data-sheet'
import {
  addDatasetChoiceOptions,
  chosenBy,
  datasetFlagsSchema,
  openNamedDataset,
} from './dataset-option'
import { datasetFolderOf } from './dataset-word'

const flagsSchema = z.looseObject({ ...datasetFlagsSchema.shape, ...sheetFlagsSchema.shape })

export function addShow(data: Command, context: CommandContext): void {
  const show = data
    .command('show')
    .description(
      'what a data set holds: classes, counts, duplicates, corrections; samples as a PNG',
    )
    .argument('<dataset>', "a name of the data home, or a folder with EMNIST's files")
  addDatasetChoiceOptions(show)
  addSheetOptions(show)
  show.action((word: string, values: unknown) => showDataset(word, values, context))
}

async function showDataset(word: string, values: unknown, context: CommandContext): Promise<void> {
  const flags = flagsSchema.parse(values)
  const request = wantedSheet(flags)
  const opened = await openNamedDataset(word, chosenBy(flags), context)
  const { dataset, source, fingerprint, corrections, originals } = opened
  const about = await readAbout(await datasetFolderOf(word))
  const inspection = await inspectDataset(dataset, { originals, signal: context.interruption })
  const sheet = request && (await writeSheet(request, opened, context))
  const description: DatasetDescription = {
    ...{ source, fingerprint, corrections },
    about: about?.split === dataset.split ? about : null,
    ...inspection,
  }
  context.printer.result(sheet ? { ...description, sheet } : description, descriptionText)
}
