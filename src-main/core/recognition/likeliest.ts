import type { CharacterClass } from '../datasets/dataset'

/** One of the answers of a network. */
export interface LikelyClass extends CharacterClass {
  readonly probability: number
}

/** The classes of the highest probabilities, first to last. @param probabilities `[classes]` */
export function likeliest(
  classes: readonly CharacterClass[],
  probabilities: Float32Array,
  count: number,
): readonly LikelyClass[] {
  return classes
    .map((known, at) => ({ ...known, probability: probabilities[at] ?? 0 }))
    .toSorted((a, b) => b.probability - a.probability)
    .slice(0, count)
}
