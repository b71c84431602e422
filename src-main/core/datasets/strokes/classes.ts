import type { CharacterClass } from '../dataset'
import { CAPITALS } from './capitals'
import { DIGITS } from './digits'
import { SMALL_LETTERS } from './small-letters'
import { parseStrokes, type Stroke, type WayOfWriting } from './way-of-writing'

/**
 * The letters whose cases EMNIST Balanced merges (Cohen et al. 2017), and how often the capital
 * is met in their class.
 */
const CAPITAL_SHARES: Readonly<Record<string, number>> = {
  ...{ C: 0.6, I: 0.4, J: 0.7, K: 0.6, L: 0.35, M: 0.3, O: 0.6, P: 0.7, S: 0.75 },
  ...{ U: 0.5, V: 0.6, W: 0.5, X: 0.6, Y: 0.4, Z: 0.6 },
}

/** The classes of EMNIST Balanced in the order of their labels. */
const BALANCED = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabdefghnqrt'

const WAYS: Readonly<Record<string, readonly WayOfWriting[]>> = {
  ...DIGITS,
  ...CAPITALS,
  ...SMALL_LETTERS,
}

/** A way to write, ready to be drawn. */
export interface DrawableWay {
  /** How often it is met in its class; the shares of a class sum to 1. */
  readonly share: number
  readonly strokes: readonly Stroke[]
}

/** A class with all ways to write its characters. */
export interface StrokeClass extends CharacterClass {
  readonly ways: readonly DrawableWay[]
}

/** The 47 classes, their characters in both cases where EMNIST Balanced merges them. */
export const STROKE_CLASSES: readonly StrokeClass[] = [...BALANCED].map((character, label) => {
  const capitalShare = CAPITAL_SHARES[character]
  if (capitalShare === undefined) {
    return { label, character, characters: [character], ways: waysToWrite(character, 1) }
  }
  const small = character.toLowerCase()
  return {
    label,
    character,
    characters: [character, small],
    ways: [...waysToWrite(character, capitalShare), ...waysToWrite(small, 1 - capitalShare)],
  }
})

function waysToWrite(character: string, share: number): DrawableWay[] {
  const ways = WAYS[character] ?? []
  const sum = ways.reduce((total, [weight]) => total + weight, 0)
  return ways.map(([weight, strokes]) => ({
    share: (share * weight) / sum,
    strokes: parseStrokes(strokes),
  }))
}
