import type { DatasetPart } from '../../../../src-preload/contract/dataset'
import { PIXELS_PER_IMAGE, type Dataset } from '../dataset'
import { partRange } from '../image-place'

/**
 * The mean image of each class of a part, `[28 * 28]` bytes, rounded; null where a class has none. In the
 * order of class indices.
 */
export function meanImages(
  dataset: Pick<Dataset, 'classes' | 'images' | 'labels' | 'trainCount' | 'testCount'>,
  part: DatasetPart,
): (Uint8Array | null)[] {
  const { classes, images, labels } = dataset
  const { start, end } = partRange(dataset, part)
  const sums = new Float64Array(classes.length * PIXELS_PER_IMAGE)
  const counts = new Int32Array(classes.length)
  for (let position = start; position < end; position++) {
    const label = labels[position] ?? 0
    counts[label] = (counts[label] ?? 0) + 1
    const [from, to] = [position * PIXELS_PER_IMAGE, label * PIXELS_PER_IMAGE]
    for (let pixel = 0; pixel < PIXELS_PER_IMAGE; pixel++)
      sums[to + pixel] = (sums[to + pixel] ?? 0) + (images[from + pixel] ?? 0)
  }
  return classes.map((_, label) => {
    const count = counts[label] ?? 0
    if (count === 0) return null
    const first = label * PIXELS_PER_IMAGE
    return Uint8Array.from(sums.subarray(first, first + PIXELS_PER_IMAGE), (total) =>
      Math.round(total / count),
    )
  })
}
