import type { Command } from 'commander'
import { z } from 'zod'
import { shortClassName } from '../../src-preload/contract/class-name'
import { classCounts } from '../core/datasets/class-shares'
import type { CharacterClass, Dataset } from '../core/datasets/dataset'
import { grouped } from '../core/number-text'
import type { CommandContext } from './command'
import { openNamedDataset, type NamedDataset } from './dataset-option'
import { tableText } from './table'

const showFlagsSchema = z.looseObject({ split: z.string().optional() })

export function addShow(data: Command, context: CommandContext): void {
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

interface CountedClass extends CharacterClass {
  readonly trainCount: number
  readonly testCount: number
}

interface DatasetDescription extends Pick<
  Dataset,
  'name' | 'split' | 'height' | 'width' | 'trainCount' | 'testCount'
> {
  readonly source: string
  readonly fingerprint: string
  readonly imageBytes: number
  readonly classes: readonly CountedClass[]
}

/** What `data show` prints as JSON. */
function describeDataset({
  dataset,
  fingerprint,
  datasetSource: source,
}: NamedDataset): DatasetDescription {
  const { name, split, height, width, trainCount, testCount, images, labels, classes } = dataset
  const train = classCounts(labels.subarray(0, trainCount), classes.length)
  const test = classCounts(labels.subarray(trainCount), classes.length)
  return {
    ...{ name, split, source, fingerprint, height, width, trainCount, testCount },
    imageBytes: images.length,
    classes: classes.map((mapped, index) => ({
      ...mapped,
      trainCount: train[index] ?? 0,
      testCount: test[index] ?? 0,
    })),
  }
}

/** What `data show` prints as text. */
function descriptionText(description: DatasetDescription): string {
  const { name, split, classes, trainCount, testCount, height, width, imageBytes } = description
  const facts = [
    ['data set', split === name ? name : `${name} (emnist-${split})`],
    ['from', description.source],
    ['images', `${grouped(trainCount)} to train on, ${grouped(testCount)} to test`],
    ['size', `${height}x${width} pixels each, ${(imageBytes / 1e6).toFixed(1)} MB in all`],
    ['classes', String(classes.length)],
    ['fingerprint', description.fingerprint],
  ]
  const table = tableText([
    ['label', 'character', 'train', 'test'],
    ...classes.map((counted) => [
      String(counted.label),
      shortClassName(counted.characters),
      grouped(counted.trainCount),
      grouped(counted.testCount),
    ]),
  ])
  return `${facts.map(([fact = '', value = '']) => `${fact.padEnd(13)}${value}`).join('\n')}\n\n${table}`
}
