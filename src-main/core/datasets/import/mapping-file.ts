import type { CharacterClass } from '../dataset'
import { parseMapping } from '../emnist-mapping'
import { requireNames } from './class-names'
import { namedClasses } from './known-classes'
import { diskFile, invalidSource, readSourceFile } from './source-file'

const MOST_BYTES = 1_000_000
const HINT = 'Write the name of a class a line, for the labels 0, 1, 2 and so on.'

/** As `emnist-<split>-mapping.txt`: a label and the codes of its characters, or their names in brackets. */
const EMNIST_PATTERN = /^\d{1,3} (?:\d{1,7}(?: \d{1,7})*|\[.*\])$/

/**
 * Reads a file that names classes: one in EMNIST's format (a line holds a label and the codes of its
 * characters), or a text with the name of a class a line, for the labels 0, 1, 2 and so on.
 *
 * @throws GlyphlabError `dataset-invalid`, naming file and line
 */
export async function readMappingFile(path: string): Promise<readonly CharacterClass[]> {
  const text = (await readSourceFile(await diskFile(path), MOST_BYTES)).toString('utf8')
  const lines = text
    .replace(/^\ufeff/, '')
    .split(/\r?\n/)
    .map((line) => line.trim().normalize('NFC'))
  while (lines.at(-1) === '') lines.pop()
  if (EMNIST_PATTERN.test(lines[0] ?? '')) return parseMapping(text, path)
  const empty = lines.indexOf('')
  if (empty >= 0)
    throw invalidSource(`${path}, line ${empty + 1}`, 'is empty; expected the name of a class', {
      hint: HINT,
    })
  requireNames(lines, path, (index) => `line ${index + 1}`, HINT)
  return namedClasses(lines)
}
