import type { Inspection } from '../../../../src-preload/contract/dataset'
import { classCounts } from '../class-shares'
import type { Dataset } from '../dataset'
import { classBalance } from './class-balance'
import { findDuplicates, type InspectOptions } from './duplicates'

/** What a data set holds: its classes with their counts, and how balanced they are. */
export function describeDataset(dataset: Dataset): Omit<Inspection, 'duplicates'> {
  const { name, split, height, width, trainCount, testCount, images, labels, classes } = dataset
  const train = classCounts(labels.subarray(0, trainCount), classes.length)
  const test = classCounts(labels.subarray(trainCount), classes.length)
  return {
    ...{ name, split, height, width, trainCount, testCount },
    imageBytes: images.length,
    classes: classes.map(({ label, character, characters }, index) => ({
      ...{ label, character, characters: [...characters] },
      trainCount: train[index] ?? 0,
      testCount: test[index] ?? 0,
    })),
    balance: { train: classBalance(train), test: classBalance(test) },
  }
}

/**
 * Looks into a data set: what it holds, and its duplicates. Half a second for EMNIST Balanced, during which the
 * event loop turns.
 *
 * @throws the signal's reason when aborted
 */
export async function inspectDataset(
  dataset: Dataset,
  options: InspectOptions = {},
): Promise<Inspection> {
  return {
    ...describeDataset(dataset),
    duplicates: await findDuplicates(dataset, options),
  }
}
