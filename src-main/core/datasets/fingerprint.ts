import { createHash } from 'node:crypto'
import type { Dataset } from './dataset'

/**
 * What a data set is, as one value: the same classes, labels and images in the same order and parts have
 * the same fingerprint, whatever they are called and however their files are compressed.
 *
 * SHA-256, in hexadecimal, over:
 * - the line `glyphlab data set 1` and a newline;
 * - a line of JSON, `[[[label, character, …], …], trainCount, testCount, height, width]`, and a newline;
 * - the class index of each image, a byte each;
 * - the images, upright, row by row, a byte a pixel; the training part first in both.
 */
export function datasetFingerprint(
  dataset: Pick<
    Dataset,
    'classes' | 'trainCount' | 'testCount' | 'height' | 'width' | 'labels' | 'images'
  >,
): string {
  const { classes, trainCount, testCount, height, width, labels, images } = dataset
  const shape = [
    classes.map(({ label, characters }) => [label, ...characters]),
    ...[trainCount, testCount, height, width],
  ]
  return createHash('sha256')
    .update(`glyphlab data set 1\n${JSON.stringify(shape)}\n`)
    .update(Uint8Array.from(labels))
    .update(images)
    .digest('hex')
}
