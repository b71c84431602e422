import { join, resolve } from 'node:path'
import { namesIn } from '../files/names-in'
import { finishReplacement, NEXT_SUFFIX } from '../files/replace-folder'
import { TEMPORARY_SUFFIX } from '../files/temporary-name'
import { readAbout, type DatasetAbout } from './about'
import { splitsAmong } from './emnist-files'
import { parseDataFileName } from './import/data-file-name'

/** The data set that is always there: it is made where it is not. */
export const BUILT_IN_DATASET = 'strokes'

/** In the data home. */
export const DATASETS_FOLDER = 'datasets'

/** Where the data sets of the data home are, each a folder of its name. */
export function datasetsFolder(home: string): string {
  return join(home, DATASETS_FOLDER)
}

/** What Windows takes for a device, with any ending: a data home may be moved there. */
const WINDOWS_DEVICE = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i

/** Whether a data set of the data home can be called so: letters of any script, digits, `_`, `-` and dots within. */
export function isDatasetName(name: string): boolean {
  return (
    /^[\p{L}\p{N}_](?:[\p{L}\p{M}\p{N}_.-]{0,62}[\p{L}\p{M}\p{N}_-])?$/u.test(name) &&
    ![TEMPORARY_SUFFIX, NEXT_SUFFIX].some((suffix) => name.endsWith(suffix)) &&
    !WINDOWS_DEVICE.test(name)
  )
}

/**
 * The folder of a data set of the data home, whether there is one or not. Where a replacement was cut short,
 * it is ended first.
 */
export async function datasetFolder(home: string, name: string): Promise<string> {
  const folder = join(datasetsFolder(home), name)
  await finishReplacement(folder)
  return folder
}

/** Whether what a data set is known by is a path: what has a separator in it. */
export function isDatasetPath(source: string): boolean {
  return /[/\\]/.test(source)
}

/** The folder of a data set known by a path, or by a name of the data home; see {@link datasetFolder}. */
export async function folderOfSource(source: string, home: string): Promise<string> {
  return isDatasetPath(source) ? resolve(source) : datasetFolder(home, source)
}

export interface ListedDataset {
  readonly name: string
  readonly folder: string
  /** Names of the splits whose images are there. */
  readonly splits: readonly string[]
  /** What it is and where it comes from; null where its files were put there by hand. */
  readonly about: DatasetAbout | null
}

/** The data sets of the data home that hold images, by name. */
export async function listDatasets(home: string): Promise<ListedDataset[]> {
  const parent = datasetsFolder(home)
  const names = (await namesIn(parent)).map((name) =>
    name.endsWith(NEXT_SUFFIX) ? name.slice(0, -NEXT_SUFFIX.length) : name,
  )
  const listed: ListedDataset[] = []
  for (const name of [...new Set(names)].filter(isDatasetName).sort()) {
    const folder = await datasetFolder(home, name)
    const splits = splitsOf(await namesIn(folder))
    if (splits.length > 0) listed.push({ name, folder, splits, about: await readAbout(folder) })
  }
  return listed
}

/** The splits whose images are among the names of a folder's files: EMNIST's, or else those of MNIST's and Kaggle's. */
export function splitsOf(names: readonly string[]): string[] {
  const splits = splitsAmong(names)
  return splits.length > 0
    ? splits
    : [...new Set(names.flatMap((name) => parseDataFileName(name)?.split ?? []))].sort()
}
