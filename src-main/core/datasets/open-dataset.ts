import { join, resolve } from 'node:path'
import { dataHome } from '../data-home'
import { GlyphlabError } from '../errors'
import { isFolder } from '../files/is-folder'
import { TEMPORARY_SUFFIX } from '../files/temporary-name'
import type { Dataset } from './dataset'
import { datasetsFolder, listDatasets } from './dataset-folder'
import { readEmnist } from './emnist'
import { makeStrokesFolder } from './make-strokes-folder'
import { strokesRecipeSchema, type StrokesProgress } from './strokes/make-strokes'

/** The data set that is always there: it is made where it is not. */
export const BUILT_IN_DATASET = 'strokes'

export interface OpenDatasetOptions {
  /** Which split to read where a folder holds several. */
  readonly split?: string | undefined
  /** The data home; the user's where left out. */
  readonly home?: string | undefined
  /** Told while the built-in data set is being made. */
  readonly onProgress?: ((progress: StrokesProgress) => void) | undefined
  readonly signal?: AbortSignal | undefined
}

/**
 * Opens a data set: a folder (what has a separator in it), or one of the data home by its name. `strokes`
 * is made there when it is first asked for.
 *
 * @throws GlyphlabError `dataset-missing`, naming what there is; `dataset-invalid`; `disk-full` or
 *   `output-failed` where `strokes` cannot be written; the signal's reason when aborted
 */
export async function openDataset(
  nameOrFolder: string,
  options: OpenDatasetOptions = {},
): Promise<Dataset> {
  const { split, home = dataHome(), onProgress, signal } = options
  const readOptions = split === undefined ? {} : { split }
  if (/[/\\]/.test(nameOrFolder)) return readEmnist(resolve(nameOrFolder), readOptions)
  if (!isDatasetName(nameOrFolder)) throw await unknownDataset(nameOrFolder, home)
  const folder = join(datasetsFolder(home), nameOrFolder)
  if (!(await isFolder(folder))) {
    if (nameOrFolder !== BUILT_IN_DATASET) throw await unknownDataset(nameOrFolder, home)
    await makeStrokesFolder(folder, strokesRecipeSchema.parse({}), { onProgress, signal })
  }
  return readEmnist(folder, readOptions)
}

/** Whether a data set of the data home can be called so: letters, digits, `_`, `-` and dots within. */
export function isDatasetName(name: string): boolean {
  return (
    /^[\p{L}\p{N}_](?:[\p{L}\p{N}_.-]{0,62}[\p{L}\p{N}_-])?$/u.test(name) &&
    !name.endsWith(TEMPORARY_SUFFIX)
  )
}

async function unknownDataset(name: string, home: string): Promise<GlyphlabError> {
  const names = (await listDatasets(home)).map((listed) => listed.name)
  const known = [...new Set([BUILT_IN_DATASET, ...names])]
  return new GlyphlabError(
    'dataset-missing',
    `there is no data set ${name}; there ${known.length === 1 ? 'is' : 'are'} ${known.join(', ')}`,
    'Name one of these, or a folder with EMNIST file names (./FOLDER).',
  )
}
