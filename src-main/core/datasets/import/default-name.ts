import { basename } from 'node:path'
import { isDatasetName } from '../dataset-folder'
import { parseDataFileName } from './data-file-name'

const LONGEST = 64

/**
 * What an imported data set is called where nobody says: as its folder or archive is, or as its files are,
 * with `-` for what no name may hold, and with its split where that was asked for.
 *
 * @returns null where nothing is left of the name
 */
export function defaultName(path: string, split?: string): string | null {
  const file = basename(path).normalize('NFC')
  const parsed = parseDataFileName(file)
  const own =
    parsed === null
      ? file.replace(/\.zip$/i, '')
      : `${parsed.isEmnist ? 'emnist-' : ''}${parsed.split}`
  const whole = split === undefined || own.endsWith(split) ? own : `${own}-${split}`
  const name = [...whole.replace(/[^\p{L}\p{N}_.-]+/gu, '-')]
    .slice(0, LONGEST)
    .join('')
    .replace(/^[^\p{L}\p{N}_]+|[^\p{L}\p{N}_]+$/gu, '')
  return isDatasetName(name) ? name : null
}
