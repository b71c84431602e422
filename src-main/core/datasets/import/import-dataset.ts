import { join } from 'node:path'
import type { DatasetOrigin } from '../about'
import { datasetsFolder } from '../dataset-folder'
import { requirePlace, storeDataset, type StoredDataset } from '../store-dataset'
import { importedName, type NameOptions } from './imported-name'
import { readSource, type ReadOptions } from './read-source'

export interface ImportOptions extends ReadOptions, NameOptions {
  readonly home: string
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
