import type { Strokes } from '../../../../src-preload/contract/sketch'
import { createRandom } from '../../random/random'
import { STROKE_CLASSES } from '../strokes/classes'
import { createWriter } from '../strokes/writer'
import { choosePen, drawnWith } from './pen'
import { characterLines } from './written-characters'

/** Of a character's longer side: a fine pen, to one that nearly closes an e. */
const CHARACTER_PENS = [0.02, 0.16] as const

/**
 * A character as strokes of some pen, somewhere on the sheet. It depends on the arguments alone.
 *
 * @param stream what it is for
 * @param classIndex which of `STROKE_CLASSES`
 * @param index counted from 0
 * @param pens from which width to which, over the character's longer side
 */
export function writeSketch(
  seed: number,
  stream: string,
  classIndex: number,
  index: number,
  pens: readonly [number, number] = CHARACTER_PENS,
): Strokes {
  const each = STROKE_CLASSES[classIndex]
  if (each === undefined) throw new RangeError(`there is no class ${classIndex}`)
  const random = createRandom(seed, `written-${stream}-${classIndex}`, index)
  const lines = characterLines(each, createWriter(random), random)
  return drawnWith(choosePen(random, pens), lines, random)
}
