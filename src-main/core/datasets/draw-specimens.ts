import type { DatasetPart } from '../../../src-preload/contract/dataset'
import { createRandom } from '../random/random'
import { PIXELS_PER_IMAGE, type Dataset } from './dataset'
import { partRange } from './image-place'

/**
 * A few images of each class of a part, each at most once, in file order; fewer where a class has not as many.
 * The same seed draws the same ones, whatever the other classes hold.
 *
 * @returns a list a class, in the order of classes
 */
export function drawSpecimens(
  dataset: Dataset,
  part: DatasetPart,
  perClass: number,
  seed: number,
): Uint8Array<ArrayBuffer>[][] {
  const { images, classes } = dataset
  return positionsByClass(dataset, part).map((positions, index) => {
    const random = createRandom(seed, `specimens ${classes[index]?.label}`)
    const drawn = new Set<number>()
    while (drawn.size < Math.min(perClass, positions.length))
      drawn.add(random.integer(positions.length))
    return [...drawn]
      .sort((a, b) => a - b)
      .map((at) => {
        const start = (positions[at] ?? 0) * PIXELS_PER_IMAGE
        return images.slice(start, start + PIXELS_PER_IMAGE)
      })
  })
}

function positionsByClass(dataset: Dataset, part: DatasetPart): number[][] {
  const { start, end } = partRange(dataset, part)
  const positions = dataset.classes.map((): number[] => [])
  for (let position = start; position < end; position++)
    positions[dataset.labels[position] ?? -1]?.push(position)
  return positions
}
