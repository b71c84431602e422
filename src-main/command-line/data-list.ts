import type { Command } from 'commander'
import { dataHome } from '../core/data-home'
import { datasetsFolder, listDatasets, type ListedDataset } from '../core/datasets/dataset-folder'
import { BUILT_IN_DATASET } from '../core/datasets/open-dataset'
import { grouped } from '../core/number-text'
import type { CommandContext } from './command'
import { originText } from './data-origin'
import { tableText } from './table'

export function addList(data: Command, { printer }: CommandContext): void {
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
  const { trainCount, testCount, origin } = about
  return [...[name, splits.join(', '), grouped(trainCount), grouped(testCount)], originText(origin)]
}
