import { className } from '../../src-preload/contract/class-name'
import type { Dataset } from '../core/datasets/dataset'
import { GlyphlabError } from '../core/errors'

/**
 * The index of the class that one of its characters names.
 * @throws GlyphlabError `usage`, listing the classes there are
 */
export function namedClass({ name, classes }: Dataset, word: string): number {
  // Letters with marks can be written in two ways that look alike.
  const wanted = word.normalize()
  const index = classes.findIndex(({ characters }) =>
    characters.some((character) => character.normalize() === wanted),
  )
  if (index >= 0) return index
  const known = classes.map(({ characters }) => characters.join(' ')).join(', ')
  throw new GlyphlabError('usage', `${name} has no class ${word}`, `It has ${known}.`)
}

/** What the class of a label is called; the label itself where there is no such class. */
export function classOfLabel({ classes }: Dataset, label: number): string {
  const found = classes.find((candidate) => candidate.label === label)
  return found ? className(found.characters) : String(label)
}
