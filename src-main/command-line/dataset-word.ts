import { existsSync } from 'node:fs'
import { dataHome } from '../core/data-home'
import {
  BUILT_IN_DATASET,
  datasetFolder,
  folderOfSource,
  isDatasetName,
  isDatasetPath,
} from '../core/datasets/dataset-folder'
import { isFolder } from '../core/files/is-folder'
import { asTyped } from './paths'

/**
 * What a user means by the word for a data set: a path (what has a separator in it), a name of the data
 * home, or else what is there by that name where the command is called.
 *
 * @returns a name of the data home or an absolute path, as `openDataset` takes it
 */
export async function datasetSource(word: string): Promise<string> {
  const path = asTyped(word)
  if (isDatasetPath(word)) return path
  if (word === BUILT_IN_DATASET || (await isInDataHome(word))) return word
  return existsSync(path) ? path : word
}

/** The folder of the data set that a user named. */
export async function datasetFolderOf(word: string): Promise<string> {
  return folderOfSource(await datasetSource(word), dataHome())
}

async function isInDataHome(word: string): Promise<boolean> {
  return isDatasetName(word) && (await isFolder(await datasetFolder(dataHome(), word)))
}
