import { MY_SKETCHES, type SketchId } from '../../../src-preload/contract/sketch'
import { IMAGE_SIDE, PIXELS_PER_IMAGE, type Dataset } from '../datasets/dataset'
import { classOfTruth, SKETCH_CLASSES } from './sketch-classes'
import type { LoggedSketch } from './sketches-log'

/** The data set that sketches make. */
export interface SketchesDataset {
  readonly dataset: Omit<Dataset, 'name'>
  /** Of which sketch each image is. */
  readonly ids: readonly SketchId[]
}

/**
 * The data set of the sketches whose character is known: each part in the order in which they were drawn. Of equal
 * images the last one counts, so that no image has two labels, or is in both parts. Where none is left to train
 * with, all are.
 *
 * @returns null where there is none
 */
export function sketchesDataset(sketches: Iterable<LoggedSketch>): SketchesDataset | null {
  const byPixels = new Map<string, LoggedSketch & { readonly label: number }>()
  for (const logged of sketches) {
    const label = classOfTruth(logged.sketch.truth)
    const { pixels } = logged.sketch
    if (label === null) continue
    // The part of the first is that of all: a network may have been trained with it.
    const part = byPixels.get(pixels)?.part ?? logged.part
    byPixels.delete(pixels)
    byPixels.set(pixels, { ...logged, part, label })
  }
  const all = [...byPixels.values()]
  const parts = [
    all.filter(({ part }) => part !== 'test'),
    all.filter(({ part }) => part === 'test'),
  ] as const
  const inOrder = parts.flat()
  if (inOrder.length === 0) return null
  const trainCount = parts[0].length === 0 ? inOrder.length : parts[0].length
  const images = new Uint8Array(inOrder.length * PIXELS_PER_IMAGE)
  inOrder.forEach(({ sketch }, at) =>
    images.set(Buffer.from(sketch.pixels, 'base64'), at * PIXELS_PER_IMAGE),
  )
  return {
    dataset: {
      split: MY_SKETCHES,
      classes: SKETCH_CLASSES,
      ...{ height: IMAGE_SIDE, width: IMAGE_SIDE },
      images,
      labels: Int32Array.from(inOrder, ({ label }) => label),
      trainCount,
      testCount: inOrder.length - trainCount,
    },
    ids: inOrder.map(({ sketch }) => sketch.id),
  }
}
