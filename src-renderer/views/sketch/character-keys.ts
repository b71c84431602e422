import type { KeptSketch, LikelyClass, SketchTruth } from '../../../src-preload/contract/sketch'

/** The classes of EMNIST Balanced, in its order: a capital stands for its small letter, too, where both look alike. */
export const CHARACTER_KEYS: readonly string[] = [
  ...'0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabdefghnqrt',
]

/** The class of a character; null where it is none of them. */
export function keyOfCharacter(character: string): string | null {
  if (CHARACTER_KEYS.includes(character)) return character
  const capital = character.toUpperCase()
  return CHARACTER_KEYS.includes(capital) ? capital : null
}

/** All characters of a key's class. */
export function charactersOfKey(key: string): readonly string[] {
  const small = key.toLowerCase()
  return small === key || CHARACTER_KEYS.includes(small) ? [key] : [key, small]
}

/** The keys of what was guessed next to the first. */
export function nextGuesses(answers: readonly LikelyClass[]): ReadonlySet<string> {
  return new Set(answers.slice(1).flatMap(({ characters }) => keyOfClass(characters) ?? []))
}

/** The key of a class as a model has it; null where it has none. */
function keyOfClass(characters: readonly string[]): string | null {
  const [first] = characters
  return first === undefined ? null : keyOfCharacter(first)
}

/** The key that says the same as a truth; `none` for no character. */
export function keyOfTruth(truth: SketchTruth | null): string | null {
  if (truth === null) return null
  return truth.kind === 'none' ? 'none' : keyOfCharacter(truth.character)
}

/** How a kept sketch is captioned. */
export interface SketchCaption {
  /** What was read; null where nothing was. */
  readonly said: string | null
  /** What it is in truth, `none` for no character; null where nobody has said. */
  readonly truth: string | null
  readonly wasWrong: boolean
}

export function captionOf({ said, truth }: KeptSketch): SketchCaption {
  const key = said?.isLegible === true ? keyOfClass(said.answers[0]?.characters ?? []) : null
  const first = said?.isLegible === true ? (said.answers[0]?.characters[0] ?? null) : null
  const inTruth = keyOfTruth(truth)
  return { said: key ?? first, truth: inTruth, wasWrong: inTruth !== null && inTruth !== key }
}
