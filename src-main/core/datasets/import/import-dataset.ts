import { join } from 'node:path'
import { GlyphlabError } from '../../errors'
import type { DatasetOrigin } from '../about'
import { BUILT_IN_DATASET, datasetsFolder, isDatasetName } from '../dataset-folder'
import { requirePlace, storeDataset, type StoredDataset } from '../store-dataset'
import { defaultName } from './default-name'
import { readSource, type ReadOptions } from './read-source'

export interface ImportOptions extends ReadOptions {
  readonly home: string
  /** After the path where left out. */
  readonly name?: string | undefined
  /** What the data set says it comes from; the path where left out, which may be that of a copy. */
  readonly from?: string | undefined
  /** Whether a data set of that name gives way. */
  readonly replace?: boolean | undefined
}

export interface ImportedDataset extends StoredDataset {
  /** What a user should know of it, a line each. */
  readonly notes: readonly string[]
}

/**
 * Takes over a data set that the user has: reads the whole of it, then stores it in the data home.
 * @throws GlyphlabError as `readSource` and `storeDataset`; `usage` where the path gives it no name of its own
 */
export async function importDataset(
  path: string,
  { home, from, replace = false, ...options }: ImportOptions,
): Promise<ImportedDataset> {
  const name = importedName(path, options)
  await requirePlace(join(datasetsFolder(home), name), replace)
  const { notes, ...content } = await readSource(path, options)
  const named = { ...content, origin: namedOrigin(content.origin, from) }
  return { ...(await storeDataset(named, { home, name, replace })), notes }
}

function namedOrigin(origin: DatasetOrigin, from: string | undefined): DatasetOrigin {
  return from !== undefined && 'path' in origin ? { ...origin, path: from } : origin
}

/**
 * What a data set that is imported from a path will be called.
 * @throws GlyphlabError `usage` where the path gives it no name of its own
 */
export function importedName(
  path: string,
  { name, split }: Pick<ImportOptions, 'name' | 'split'>,
): string {
  const chosen = name ?? defaultName(path, split) ?? BUILT_IN_DATASET
  if (chosen === BUILT_IN_DATASET || !isDatasetName(chosen)) throw unnamed(path, name)
  return chosen
}

function unnamed(path: string, given: string | undefined): GlyphlabError {
  return given === undefined
    ? new GlyphlabError(
        'usage',
        `${path} gives the data set no name of its own (${BUILT_IN_DATASET} is the built-in one)`,
        'Give it one by --name.',
      )
    : new GlyphlabError(
        'usage',
        `${given} cannot be the name of an imported data set${given === BUILT_IN_DATASET ? ': it is the built-in one' : ''}`,
        'Choose another --name.',
      )
}
