import { createRandom } from '../random/random'
import { PIXELS_PER_IMAGE, type Dataset } from './dataset'

/** An image, and what it shows. */
export interface DatasetSample {
  /** `[28, 28]`, 0 is paper. */
  readonly pixels: Uint8Array<ArrayBuffer>
  /** All characters merged in its class. */
  readonly characters: readonly string[]
}

/**
 * Some images of the training part, each at most once, in file order; fewer where there are not as many.
 * The same seed draws the same ones.
 */
export function drawSamples(
  { images, labels, classes, trainCount }: Dataset,
  count: number,
  seed: number,
): readonly DatasetSample[] {
  const random = createRandom(seed, 'samples')
  const positions = new Set<number>()
  while (positions.size < Math.min(count, trainCount)) positions.add(random.integer(trainCount))
  return [...positions]
    .sort((a, b) => a - b)
    .map((position) => ({
      pixels: images.slice(position * PIXELS_PER_IMAGE, (position + 1) * PIXELS_PER_IMAGE),
      characters: classes[labels[position] ?? -1]?.characters ?? [],
    }))
}
