import type { StrokesProgress } from '../core/datasets/strokes/make-strokes'
import { grouped } from '../core/number-text'

/** One line about the making of a data set, and how much of it is done: what `Printer.progress` takes. */
export function describePreparation(
  { imagesDone, imagesTotal }: StrokesProgress,
  name = 'strokes',
): readonly [line: string, fraction: number] {
  return [
    `${name}: drawing image ${grouped(imagesDone)} of ${grouped(imagesTotal)}`,
    imagesDone / imagesTotal,
  ]
}
