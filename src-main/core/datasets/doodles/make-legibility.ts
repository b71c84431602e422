import { setImmediate as eventLoopTurn } from 'node:timers/promises'
import { GlyphlabError } from '../../errors'
import { sketchImage } from '../../images/sketch-image'
import { createRandom, type Random } from '../../random/random'
import { IMAGE_SIDE, PIXELS_PER_IMAGE, type CharacterClass, type Dataset } from '../dataset'
import { STROKE_CLASSES } from '../strokes/classes'
import { DOODLE_KINDS, drawDoodle } from './draw-doodle'
import { heapOf, otherPen, rowOf } from './inked-images'
import type { LegibilityRecipe } from './legibility-recipe'
import { countBetween, repeat } from './pieces'
import { writeSketch } from './written-sketch'

/** What is no character, and what is one. */
export const LEGIBILITY_CLASSES: readonly CharacterClass[] = ['drawing', 'legible'].map(
  (name, label) => ({ label, character: name, characters: [name] }),
)
const [DRAWING, LEGIBLE] = [0, 1] as const

/** Of all, so much is the test part. */
const HELD_OUT = 0.1

export interface MakeLegibilityOptions {
  readonly onProgress?:
    ((progress: { imagesDone: number; imagesTotal: number }) => void) | undefined
  readonly signal?: AbortSignal | undefined
}

/**
 * Images that can be read and images that cannot. To be read: the training part of a data set of characters, many of
 * them with another pen, and characters drawn as strokes; not: doodles, and several characters in one. The test
 * part is a tenth of the same, of other images and other doodles: the other data set's test part is not touched, so
 * that a threshold chosen here can be measured there.
 *
 * @throws GlyphlabError `dataset-invalid` where the other data set has too few images; the signal's reason when aborted
 */
export async function makeLegibility(
  from: Dataset,
  recipe: LegibilityRecipe,
  { onProgress, signal }: MakeLegibilityOptions = {},
): Promise<Omit<Dataset, 'name'>> {
  const { heldOut, taught } = partedImages(from, recipe.seed)
  if (heldOut.length < 10)
    throw new GlyphlabError('dataset-invalid', `${from.name} has only ${from.trainCount} images`)
  const parts = [
    { name: 'train', images: taught, share: 1 - HELD_OUT },
    { name: 'test', images: heldOut, share: HELD_OUT },
  ] as const
  const made = { images: [] as Uint8Array[], labels: [] as number[] }
  const counts: number[] = []
  const imagesTotal = parts.reduce((sum, part) => sum + totalOf(part, recipe), 0)
  for (const part of parts) {
    for (const [image, label] of partImages(from, part, recipe)) {
      if (image !== null) {
        made.images.push(image)
        made.labels.push(label)
      }
      if (made.images.length % 256 !== 0) continue
      onProgress?.({ imagesDone: made.images.length, imagesTotal })
      await eventLoopTurn()
      signal?.throwIfAborted()
    }
    counts.push(made.images.length)
  }
  const [trainCount = 0, total = 0] = counts
  const images = new Uint8Array(total * PIXELS_PER_IMAGE)
  made.images.forEach((image, at) => images.set(image, at * PIXELS_PER_IMAGE))
  return {
    split: 'legibility',
    classes: LEGIBILITY_CLASSES,
    height: IMAGE_SIDE,
    width: IMAGE_SIDE,
    images,
    labels: Int32Array.from(made.labels),
    trainCount,
    testCount: total - trainCount,
  }
}

/** Which images of a data set's training part are held out, and which are not: places in the data set. */
export function partedImages(
  { trainCount }: Pick<Dataset, 'trainCount'>,
  seed: number,
): { readonly heldOut: Int32Array; readonly taught: Int32Array } {
  const places = Int32Array.from({ length: trainCount }, (_, at) => at)
  const order = createRandom(seed, 'legibility-order').shuffle(places)
  const count = Math.round(HELD_OUT * trainCount)
  return { heldOut: order.subarray(0, count), taught: order.subarray(count) }
}

interface Part {
  readonly name: 'train' | 'test'
  /** Which images of the other data set. */
  readonly images: Int32Array
  readonly share: number
}

/** An image, or null where nothing was left on the sheet, and its class. */
type Labelled = readonly [image: Uint8Array | null, label: typeof DRAWING | typeof LEGIBLE]

function* partImages(from: Dataset, part: Part, recipe: LegibilityRecipe): Generator<Labelled> {
  const { seed } = recipe
  const random = createRandom(seed, `legibility-${part.name}`)
  const counts = countsOf(part, recipe)
  for (const at of part.images) yield [imageAt(from, at), LEGIBLE]
  for (let done = 0; done < counts.otherPens; done++)
    yield [otherPen(anyOf(from, part, random), random), LEGIBLE]
  for (let index = 0; index < counts.sketchesPerClass; index++)
    for (let label = 0; label < STROKE_CLASSES.length; label++)
      yield [sketchImage(writeSketch(seed, part.name, label, index))?.seen ?? null, LEGIBLE]
  for (const kind of kindsOf(recipe))
    for (let index = 0; index < counts.doodlesPerKind; index++)
      yield [sketchImage(drawDoodle(seed, part.name, kind, index))?.seen ?? null, DRAWING]
  for (let done = 0; done < counts.heaps; done++) yield [several(from, part, random), DRAWING]
}

/** On top of one another, or side by side. */
function several(from: Dataset, part: Part, random: Random): Uint8Array | null {
  const images = repeat(countBetween(random, 3, 4), () => anyOf(from, part, random))
  return random.uniform() < 0.6 ? heapOf(images, random) : rowOf(images, random)
}

function anyOf(from: Dataset, { images }: Part, random: Random): Uint8Array {
  return imageAt(from, images[random.integer(images.length)] ?? 0)
}

function imageAt({ images }: Dataset, at: number): Uint8Array {
  return images.subarray(at * PIXELS_PER_IMAGE, (at + 1) * PIXELS_PER_IMAGE)
}

function kindsOf({ leaveOut }: LegibilityRecipe) {
  return DOODLE_KINDS.filter((kind) => !leaveOut.includes(kind))
}

/** Those of the recipe are the training part's. */
function countsOf({ share }: Part, recipe: LegibilityRecipe) {
  const part = (counted: number): number =>
    Math.max(1, Math.round((counted * share) / (1 - HELD_OUT)))
  return {
    doodlesPerKind: part(recipe.doodlesPerKind),
    sketchesPerClass: part(recipe.sketchesPerClass),
    otherPens: part(recipe.otherPens),
    heaps: part(recipe.heaps),
  }
}

function totalOf(part: Part, recipe: LegibilityRecipe): number {
  const counts = countsOf(part, recipe)
  return (
    part.images.length +
    counts.otherPens +
    counts.sketchesPerClass * STROKE_CLASSES.length +
    counts.doodlesPerKind * kindsOf(recipe).length +
    counts.heaps
  )
}
