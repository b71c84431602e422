import type { SketchTruth } from '../../../src-preload/contract/sketch'
import { classOfTruth } from './sketch-classes'
import type { SketchPart } from './sketch-lines'
import type { LoggedSketch } from './sketches-log'

/** Of each class this one is the first to test what was learnt of the others, and every fifth from there. */
const FIRST_TESTED = 3
const TESTED_EVERY = 5

/**
 * The part of the data set that a sketch goes to: of each class the third tests, then the eighth, the thirteenth and
 * so on. Once a sketch is in a part it stays there, whatever it is corrected to and whatever is deleted, so that no
 * network is tested on what it was trained with.
 *
 * @param others all sketches but this one
 */
export function choosePart(
  truth: SketchTruth | null,
  present: SketchPart,
  others: Iterable<LoggedSketch>,
): SketchPart {
  const wanted = classOfTruth(truth)
  if (present !== null || wanted === null) return present
  let [count, tested] = [1, 0]
  for (const { sketch, part } of others) {
    if (classOfTruth(sketch.truth) !== wanted) continue
    count += 1
    if (part === 'test') tested += 1
  }
  const isTested = count >= FIRST_TESTED + TESTED_EVERY * tested
  return isTested ? 'test' : 'train'
}
