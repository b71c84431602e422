import { IMAGE_SIDE, PIXELS_PER_IMAGE, type Dataset } from './dataset'

/** An image of a made data set: its class, and what it looks like. */
export interface MadeImage {
  readonly class: number
  /** Equal patterns look alike; 0 is blank. */
  readonly pattern: number
}

/**
 * A data set in memory. Its classes are A, B, C and so on with the labels 1, 2, 3, so that a label is no
 * index. Where a pattern is not 0, only the last four pixels tell it from others.
 */
export function madeDataset(
  train: readonly MadeImage[],
  test: readonly MadeImage[],
  classes = 3,
): Dataset {
  const all = [...train, ...test]
  const images = new Uint8Array(all.length * PIXELS_PER_IMAGE)
  all.forEach(({ pattern }, at) => {
    const image = images.subarray(at * PIXELS_PER_IMAGE, (at + 1) * PIXELS_PER_IMAGE)
    if (pattern !== 0) image.fill(100, 200, 300)
    new DataView(image.buffer, image.byteOffset).setUint32(PIXELS_PER_IMAGE - 4, pattern)
  })
  return {
    ...{ name: 'made', split: 'balanced', height: IMAGE_SIDE, width: IMAGE_SIDE },
    classes: Array.from({ length: classes }, (_, index) => {
      const character = String.fromCharCode('A'.charCodeAt(0) + index)
      return { label: index + 1, character, characters: [character] }
    }),
    images,
    labels: Int32Array.from(all, (image) => image.class),
    trainCount: train.length,
    testCount: test.length,
  }
}

/** Images of classes in turn, each with a pattern of its own from `first` on. */
export function imagesInTurn(count: number, classes = 3, first = 1): MadeImage[] {
  return Array.from({ length: count }, (_, at) => ({ class: at % classes, pattern: first + at }))
}
