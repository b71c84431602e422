import { join } from 'node:path'
import Papa from 'papaparse'
import { writeFileAtomically } from '../files/atomic-write'

/** Beside the images of a data set that was made of pictures: which is of which. */
const PICTURES_FILE = 'pictures.csv'

/**
 * Writes a row an image, with the columns `part`, `index` (in the part, the first is 0) and `picture`.
 * @throws GlyphlabError `disk-full` or `output-failed`
 */
export async function writePictureNames(
  folder: string,
  pictures: readonly string[],
  trainCount: number,
): Promise<void> {
  const rows = pictures.map((picture, position) =>
    position < trainCount ? ['train', position, picture] : ['test', position - trainCount, picture],
  )
  const text = Papa.unparse([['part', 'index', 'picture'], ...rows], { newline: '\n' })
  await writeFileAtomically(join(folder, PICTURES_FILE), `${text}\n`)
}
