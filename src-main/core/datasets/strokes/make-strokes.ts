import { setImmediate as eventLoopTurn } from 'node:timers/promises'
import { z } from 'zod'
import { IMAGE_SIDE, PIXELS_PER_IMAGE, type Dataset } from '../dataset'
import { STROKE_CLASSES } from './classes'
import { strokeImage, type Part } from './stroke-image'

/** Counted up whenever the same seed would give other images. */
export const STROKES_VERSION = 1

/** More are never needed, and would not fit into memory everywhere: 10,000 a class are 370 MB. */
const perClass = z.int().min(1).max(10_000)

/** What a data set of strokes is made by. */
export const strokesRecipeSchema = z.strictObject({
  trainPerClass: perClass.default(320),
  testPerClass: perClass.default(100),
  seed: z
    .int()
    .min(0)
    .max(2 ** 31 - 1)
    .default(1),
})
export type StrokesRecipe = Readonly<z.infer<typeof strokesRecipeSchema>>

/** How far the making of strokes has come. */
export interface StrokesProgress {
  readonly imagesDone: number
  readonly imagesTotal: number
}

export interface MakeStrokesOptions {
  readonly onProgress?: ((progress: StrokesProgress) => void) | undefined
  readonly signal?: AbortSignal | undefined
}

/**
 * Draws a data set of pen strokes: the classes of EMNIST Balanced, as many images of each. They come
 * writer by writer, each writing every class once, so a smaller set is the beginning of a larger one.
 * Takes some 0.2 ms an image; the event loop turns after every writer.
 *
 * @throws the signal's reason when aborted
 */
export async function makeStrokes(
  recipe: StrokesRecipe,
  options: MakeStrokesOptions = {},
): Promise<Omit<Dataset, 'name'>> {
  const { trainPerClass, testPerClass, seed } = recipe
  const { onProgress, signal } = options
  const classCount = STROKE_CLASSES.length
  const trainCount = trainPerClass * classCount
  const testCount = testPerClass * classCount
  const imagesTotal = trainCount + testCount
  const images = new Uint8Array(imagesTotal * PIXELS_PER_IMAGE)
  let imagesDone = 0

  const drawPart = async (part: Part, writers: number): Promise<void> => {
    for (let writer = 0; writer < writers; writer++) {
      for (let classIndex = 0; classIndex < classCount; classIndex++) {
        const image = strokeImage(seed, part, classIndex, writer)
        images.set(image, imagesDone * PIXELS_PER_IMAGE)
        imagesDone++
      }
      onProgress?.({ imagesDone, imagesTotal })
      await eventLoopTurn()
      signal?.throwIfAborted()
    }
  }
  await drawPart('train', trainPerClass)
  await drawPart('test', testPerClass)

  return {
    split: 'strokes',
    classes: STROKE_CLASSES.map(({ label, character, characters }) => ({
      ...{ label, character, characters },
    })),
    height: IMAGE_SIDE,
    width: IMAGE_SIDE,
    images,
    labels: Int32Array.from({ length: imagesTotal }, (_, image) => image % classCount),
    trainCount,
    testCount,
  }
}
