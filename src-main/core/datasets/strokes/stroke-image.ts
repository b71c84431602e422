import { internalError } from '../../errors'
import { emnistImage } from '../../images/emnist-recipe'
import { createRandom, type Random } from '../../random/random'
import { STROKE_CLASSES, type DrawableWay } from './classes'
import { drawCharacter } from './draw-character'
import { SHEET_SIDE } from './ink'
import { createWriter } from './writer'

export type Part = 'train' | 'test'

/**
 * The image of one character as one writer writes it. It depends on the arguments alone, and the images of
 * one writer (one for each class) share the hand. Writers of the two parts differ.
 *
 * @param classIndex which of {@link STROKE_CLASSES}
 * @param writer counted from 0
 * @returns `[28, 28]`, upright, 0 background to 255 ink
 */
export function strokeImage(
  seed: number,
  part: Part,
  classIndex: number,
  writer: number,
): Uint8Array<ArrayBuffer> {
  const { ways } = STROKE_CLASSES[classIndex] ?? { ways: [] }
  const random = createRandom(seed, `strokes-${part}-${classIndex}`, writer)
  const hand = createWriter(createRandom(seed, `strokes-${part}-writer`, writer))
  const sheet = new Uint8Array(SHEET_SIDE * SHEET_SIDE)
  drawCharacter(sheet, chooseWay(ways, random), hand, random)
  const image = emnistImage(sheet, SHEET_SIDE, SHEET_SIDE)
  if (image === null) throw internalError(`strokes of class ${classIndex} leave no ink`)
  return image
}

function chooseWay(ways: readonly DrawableWay[], random: Random): DrawableWay {
  let left = random.uniform()
  for (const way of ways) {
    left -= way.share
    if (left < 0) return way
  }
  // Shares sum to 1 but for rounding.
  const last = ways.at(-1)
  if (last === undefined) throw internalError('a class without a way to write it')
  return last
}
