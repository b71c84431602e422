import type { Command } from 'commander'
import { z } from 'zod'
import { className } from '../../src-preload/contract/class-name'
import type { ImagePlace } from '../../src-preload/contract/dataset'
import { dataHome } from '../core/data-home'
import { positionOf } from '../core/datasets/corrections/apply-corrections'
import { readCorrectionsLog } from '../core/datasets/corrections/corrections-log'
import {
  foldCorrections,
  inFileOrder,
  placeName,
  summariseCorrections,
  type StandingCorrection,
} from '../core/datasets/corrections/corrections-state'
import type { Dataset } from '../core/datasets/dataset'
import { classOfLabel } from './class-option'
import type { CommandContext } from './command'
import { openNamedDataset } from './dataset-option'
import { tableText } from './table'

const flagsSchema = z.looseObject({ split: z.string().optional() })

export function addCorrections(data: Command, context: CommandContext): void {
  data
    .command('corrections')
    .description('what you have corrected in a data set')
    .argument('<dataset>', "a name of the data home, or a folder with EMNIST's files")
    .option('--split <name>', 'which split, where the folder holds several')
    .action(async (word: string, values: unknown) => {
      const { split } = flagsSchema.parse(values)
      const own = await openNamedDataset(word, { split, corrections: 'none' }, context)
      const { path, corrections } = await readCorrectionsLog(dataHome(), own)
      const state = foldCorrections(corrections)
      const { dataset, fingerprint } = own
      const result = {
        dataset: dataset.name,
        ...{ fingerprint, log: path },
        summary: summariseCorrections(state),
        corrections: inFileOrder(state),
      }
      context.printer.result(result, () =>
        state.size === 0
          ? `no corrections of ${dataset.name}`
          : tableText([
              ['image', 'in the files', 'correction', 'reason', 'when'],
              ...result.corrections.map((correction) => row(correction, dataset)),
            ]),
      )
    })
}

function row(correction: StandingCorrection, dataset: Dataset): string[] {
  const { kind, reason, time } = correction
  const change = kind === 'exclude' ? 'excluded' : `is ${classOfLabel(dataset, correction.label)}`
  return [placeName(correction), ownClass(correction, dataset), change, reason, time]
}

function ownClass(place: ImagePlace, dataset: Dataset): string {
  const mapped = dataset.classes[dataset.labels[positionOf(place, dataset)] ?? -1]
  return mapped ? className(mapped.characters) : ''
}
