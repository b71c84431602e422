import { grouped } from '../../number-text'
import type { Dataset } from '../dataset'
import { firstEqualImages } from '../inspect/equal-images'

/**
 * What to say where images of the test part are in the training part as well, bit for bit: a measurement
 * would be too good. Null where there are none.
 */
export async function leakageNote(
  dataset: Omit<Dataset, 'name'>,
  signal?: AbortSignal,
): Promise<string | null> {
  const { trainCount, testCount } = dataset
  const firsts = await firstEqualImages(dataset, signal)
  const leaked = firsts.subarray(trainCount).filter((first) => first < trainCount).length
  if (leaked === 0) return null
  const verb = leaked === 1 ? 'is' : 'are'
  return `${grouped(leaked)} of ${grouped(testCount)} test images ${verb} in the training part as well`
}
