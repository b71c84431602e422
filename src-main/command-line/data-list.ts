import { EMNIST_SPLITS } from '../../src-preload/contract/shelf'
import type { Command } from 'commander'
import { dataHome } from '../core/data-home'
import {
  BUILT_IN_DATASET,
  datasetsFolder,
  listDatasets,
  type ListedDataset,
} from '../core/datasets/dataset-folder'
import { emnistName, officialEmnist } from '../core/datasets/get/official-emnist'
import { refreshMySketches } from '../core/sketches/my-sketches'
import { grouped, sizeText } from '../core/number-text'
import type { CommandContext } from './command'
import { originText } from '../core/datasets/origin-text'
import { tableText } from './table'

export function addList(data: Command, { printer }: CommandContext): void {
  data
    .command('list')
    .description('the data sets of the data home, and those that can be fetched')
    .action(async () => {
      const home = dataHome()
      // Where that cannot be, whoever opens it hears why.
      await refreshMySketches(home).catch(() => false)
      const datasets = await listDatasets(home)
      const names = new Set(datasets.map(({ name }) => name))
      const available = EMNIST_SPLITS.map(availableEmnist).filter(({ name }) => !names.has(name))
      printer.result({ folder: datasetsFolder(home), datasets, available }, () =>
        tableText([
          ['name', 'splits', 'train', 'test', 'from'],
          ...datasets.map(describeListed),
          ...(names.has(BUILT_IN_DATASET) ? [] : [BUILT_IN_ROW]),
          ...available.map(describeAvailable),
        ]),
      )
    })
}

const BUILT_IN_ROW = [BUILT_IN_DATASET, BUILT_IN_DATASET, '', '', 'built in, made when first used']

function describeListed({ name, splits, about }: ListedDataset): string[] {
  if (about === null) return [name, splits.join(', '), '', '', 'put there by hand']
  const { trainCount, testCount, origin } = about
  return [...[name, splits.join(', '), grouped(trainCount), grouped(testCount)], originText(origin)]
}

interface AvailableDataset {
  readonly name: string
  readonly split: string
  readonly trainCount: number
  readonly testCount: number
  /** To be fetched. */
  readonly bytes: number
}

function availableEmnist(split: (typeof EMNIST_SPLITS)[number]): AvailableDataset {
  const { files, trainCount, testCount } = officialEmnist(split)
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0)
  return { name: emnistName(split), split, trainCount, testCount, bytes }
}

function describeAvailable(available: AvailableDataset): string[] {
  const { name, split, trainCount, testCount, bytes } = available
  return [
    ...[name, split, grouped(trainCount), grouped(testCount)],
    `not here; \`glyphlab data get ${name}\` fetches ${sizeText(bytes)}`,
  ]
}
