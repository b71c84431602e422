import { invalidSource } from './source-file'

/** Labels are bytes. */
const MOST_CLASSES = 256
/** As the mapping of a stored data set takes. */
const LONGEST_NAME = 64

/**
 * Checks names of classes: from 2 to 256 of them, all different, each of signs that show.
 *
 * @param location what a message begins with
 * @param describe where a name was found
 * @throws GlyphlabError `dataset-invalid`
 */
export function requireNames(
  names: readonly string[],
  location: string,
  describe: (index: number) => string,
  hint: string,
): void {
  if (names.length < 2)
    throw invalidSource(location, `expected at least 2 classes, found ${names.length}`, { hint })
  if (names.length > MOST_CLASSES)
    throw invalidSource(location, `${names.length} classes, expected at most ${MOST_CLASSES}`, {
      hint,
    })
  const places = new Map<string, number>()
  names.forEach((name, index) => {
    const problem = nameProblem(name)
    if (problem !== null) throw invalidSource(`${location}, ${describe(index)}`, problem, { hint })
    const earlier = places.get(name)
    if (earlier !== undefined)
      throw invalidSource(
        `${location}, ${describe(index)}`,
        `the class ${name} is already in ${describe(earlier)}`,
        { hint },
      )
    places.set(name, index)
  })
}

function nameProblem(name: string): string | null {
  const shown = JSON.stringify(name.slice(0, 40))
  if (/[\p{Cc}\p{Cs}]/u.test(name)) return `${shown} has control characters, or is no Unicode`
  if (name.trim() === '') return `${shown} is no character that shows`
  if (name.length > LONGEST_NAME) return `${shown}… is longer than ${LONGEST_NAME} characters`
  return null
}

/** Names that no file system allows, and those of which it keeps no case: `U+0041` is A. */
const CODE_PATTERN = /^U\+([0-9a-f]{4,6})$/i
const GREATEST_CODE = 0x10ffff

/**
 * The class that a folder is for: its name without spaces around it, or the one character whose code it gives as `U+0041`.
 * @throws GlyphlabError `dataset-invalid` for a code that no character has
 */
export function classOfFolder(folder: string, location: string): string {
  const [, digits] = CODE_PATTERN.exec(folder) ?? []
  if (digits === undefined) return folder.normalize('NFC').trim()
  const code = Number.parseInt(digits, 16)
  const isHalfOfPair = code >= 0xd800 && code <= 0xdfff
  if (code > GREATEST_CODE || isHalfOfPair)
    throw invalidSource(location, `no character has the code ${folder}`, {
      hint: 'Call the folder U+ and the code of its character, as U+0041 for A.',
    })
  return String.fromCodePoint(code).normalize('NFC')
}
