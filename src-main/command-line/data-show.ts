import { shortClassName } from '../../src-preload/contract/class-name'
import type { CharacterClass, Dataset } from '../core/datasets/dataset'
import { grouped } from '../core/number-text'
import type { NamedDataset } from './dataset-option'
import { tableText } from './table'

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
export function describeDataset({
  dataset,
  fingerprint,
  source,
}: NamedDataset): DatasetDescription {
  const { name, split, height, width, trainCount, testCount, images, labels, classes } = dataset
  const count = (start: number, end: number): number[] => {
    const counts = classes.map(() => 0)
    for (const label of labels.subarray(start, end)) counts[label] = (counts[label] ?? 0) + 1
    return counts
  }
  const train = count(0, trainCount)
  const test = count(trainCount, labels.length)
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
export function descriptionText(description: DatasetDescription): string {
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
