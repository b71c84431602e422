import type { SketchTruth } from '../../../src-preload/contract/sketch'
import type { CharacterClass } from '../datasets/dataset'
import { parseMapping } from '../datasets/emnist-mapping'
import { officialEmnist } from '../datasets/get/official-emnist'
import { GlyphlabError } from '../errors'

/** What a sketch can be: the classes of EMNIST Balanced in its order, however many of them have been drawn. */
export const SKETCH_CLASSES: readonly CharacterClass[] = parseMapping(
  officialEmnist('balanced').mapping,
  'EMNIST Balanced',
)

const INDEX_OF_CHARACTER = new Map(
  SKETCH_CLASSES.flatMap(({ characters }, index) =>
    characters.map((character) => [character, index] as const),
  ),
)

/** The index of the class that a sketch is in; null where nobody said so, and where it is no character. */
export function classOfTruth(truth: SketchTruth | null): number | null {
  if (truth?.kind !== 'character') return null
  return INDEX_OF_CHARACTER.get(truth.character) ?? null
}

/** @throws GlyphlabError `correction-refused` for a character of no class */
export function requireClass(truth: SketchTruth | null): void {
  if (truth?.kind !== 'character' || classOfTruth(truth) !== null) return
  throw new GlyphlabError(
    'correction-refused',
    `${truth.character} is none of the ${SKETCH_CLASSES.length} characters`,
    `Choose one of ${SKETCH_CLASSES.map(({ character }) => character).join('')}, or that it is none.`,
  )
}
