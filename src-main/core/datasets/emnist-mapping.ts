import { GlyphlabError } from '../errors'
import type { CharacterClass } from './dataset'

const LINE_PATTERN = /^\d{1,3}( \d{1,7})+$/

/**
 * Reads the text of an `emnist-<split>-mapping.txt`: a line a class, its label and the code of its
 * character (two for letters: upper and lower case). EMNIST's Balanced and ByMerge merge the cases of some
 * letters without a word in the file: see {@link withMergedCases}.
 *
 * @returns the classes in the order of their labels
 * @throws GlyphlabError `dataset-invalid`, naming file and line
 */
export function parseMapping(text: string, path: string): CharacterClass[] {
  const lines = text.split(/\r?\n/).map((line) => line.trim())
  while (lines.at(-1) === '') lines.pop()
  const lineOfLabel = new Map<number, number>()
  const classes = lines.map((line, index) => {
    const lineNumber = index + 1
    const mapped = parseLine(line)
    if (mapped === null) {
      throw new GlyphlabError(
        'dataset-invalid',
        `${path}, line ${lineNumber}: expected a label (0 to 255) and the codes of its characters, ` +
          `found ${JSON.stringify(line.slice(0, 40))}`,
      )
    }
    const earlierLine = lineOfLabel.get(mapped.label)
    if (earlierLine !== undefined) {
      throw new GlyphlabError(
        'dataset-invalid',
        `${path}, line ${lineNumber}: label ${mapped.label} is already in line ${earlierLine}`,
      )
    }
    lineOfLabel.set(mapped.label, lineNumber)
    return mapped
  })
  if (classes.length < 2) {
    throw new GlyphlabError(
      'dataset-invalid',
      `${path}: expected at least 2 classes, found ${classes.length}`,
    )
  }
  return withMergedCases(classes.sort((a, b) => a.label - b.label))
}

/**
 * Gives an upper-case letter its lower case as well, where that has no class of its own though other
 * letters' lower case has. Where there is no lower case at all, as in a data set of capitals, nothing is
 * merged.
 */
function withMergedCases(classes: readonly CharacterClass[]): CharacterClass[] {
  const named = new Set(classes.flatMap(({ characters }) => characters))
  if (![...named].some((character) => /^[a-z]$/.test(character))) return [...classes]
  return classes.map((mapped) => {
    const { character, characters } = mapped
    const lowerCase = character.toLowerCase()
    const isMerged = /^[A-Z]$/.test(character) && characters.length === 1 && !named.has(lowerCase)
    return isMerged ? { ...mapped, characters: [character, lowerCase] } : mapped
  })
}

function parseLine(line: string): CharacterClass | null {
  if (!LINE_PATTERN.test(line)) return null
  const [label = NaN, ...codes] = line.split(' ').map(Number)
  if (label > 255 || !codes.every(isCharacterCode)) return null
  const characters = codes.map((code) => String.fromCodePoint(code))
  return { label, character: characters[0] ?? '', characters }
}

/** A Unicode scalar value that shows: neither a control character nor half of a surrogate pair. */
function isCharacterCode(code: number): boolean {
  return code > 0x20 && code !== 0x7f && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff)
}
