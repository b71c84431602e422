import { existsSync } from 'node:fs'
import { dataHome } from '../core/data-home'
import { datasetFolder } from '../core/datasets/dataset-folder'
import { asTyped } from './paths'

/** The folder of the data set that a user named: what is there as a folder goes before a name of the data home. */
export async function datasetFolderOf(word: string): Promise<string> {
  const path = asTyped(word)
  return /[/\\]/.test(word) || existsSync(path) ? path : datasetFolder(dataHome(), word)
}
