import { isDeepStrictEqual } from 'node:util'
import { z } from 'zod'
import { GlyphlabError } from '../errors'
import type { CharacterClass } from './dataset'

/** Of a class that is no character, such as `Ankle boot`. */
const LONGEST_NAME = 64

const CODES_PATTERN = /^\d{1,3}( \d{1,7})+$/
const NAMES_PATTERN = /^(\d{1,3}) (\[.*\])$/

const namesSchema = z.array(z.string().trim().min(1).max(LONGEST_NAME)).min(1)

/**
 * Reads the text of an `emnist-<split>-mapping.txt`: a line a class, its label and the code of its
 * character (two for letters: upper and lower case). EMNIST's Balanced and ByMerge merge the cases of some
 * letters without a word in the file: see {@link withMergedCases}. Where codes cannot say it,
 * {@link mappingText} writes the characters, or a name, as a JSON array behind the label; such a file means
 * what it says, and no cases are merged.
 *
 * @returns the classes in the order of their labels
 * @throws GlyphlabError `dataset-invalid`, naming file and line
 */
export function parseMapping(text: string, path: string): CharacterClass[] {
  const lines = text.split(/\r?\n/).map((line) => line.trim())
  while (lines.at(-1) === '') lines.pop()
  const lineOfLabel = new Map<number, number>()
  const isOfNames = lines.some((line) => NAMES_PATTERN.test(line))
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
  classes.sort((a, b) => a.label - b.label)
  return isOfNames ? classes : withMergedCases(classes)
}

/** The text that {@link parseMapping} reads as these classes: EMNIST's own where that can say it. */
export function mappingText(classes: readonly CharacterClass[]): string {
  const text = (line: (mapped: CharacterClass) => string) => `${classes.map(line).join('\n')}\n`
  const ofCodes = text(({ label, characters }) =>
    [label, ...characters.map((character) => character.codePointAt(0))].join(' '),
  )
  return classes.every(isOfCharacters) && isDeepStrictEqual(parseMapping(ofCodes, ''), classes)
    ? ofCodes
    : text(({ label, characters }) => `${label} ${JSON.stringify(characters)}`)
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
  if (!CODES_PATTERN.test(line)) return parseNames(line)
  const [label = NaN, ...codes] = line.split(' ').map(Number)
  if (label > 255 || !codes.every(isCharacterCode)) return null
  const characters = codes.map((code) => String.fromCodePoint(code))
  return { label, character: characters[0] ?? '', characters }
}

function parseNames(line: string): CharacterClass | null {
  const [, label = NaN, json = ''] = NAMES_PATTERN.exec(line) ?? []
  const characters = parsedNames(json)
  const [character] = characters
  if (character === undefined || Number(label) > 255) return null
  return { label: Number(label), character, characters }
}

function parsedNames(json: string): readonly string[] {
  try {
    return namesSchema.parse(JSON.parse(json))
  } catch {
    return []
  }
}

function isOfCharacters({ characters }: CharacterClass): boolean {
  return characters.every((character) => isCharacterCode(character.codePointAt(0) ?? 0))
}

/** A Unicode scalar value that shows: neither a control character nor half of a surrogate pair. */
function isCharacterCode(code: number): boolean {
  return code > 0x20 && code !== 0x7f && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff)
}
