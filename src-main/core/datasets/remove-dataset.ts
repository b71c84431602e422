import { GlyphlabError } from '../errors'
import { readAbout } from './about'
import { datasetFolder, isDatasetName, listDatasets } from './dataset-folder'
import { removeDatasetFolder } from './remove-dataset-folder'

export interface RemovedDataset {
  readonly name: string
  readonly folder: string
  /** What its files took on the disk; null where nobody wrote it down. */
  readonly bytes: number | null
}

/**
 * Removes a data set of the data home, at once as everybody sees it. A run that uses it holds its images in memory
 * and goes on; its corrections stay, and fit again should it come back. Of the user's own sketches those that it was
 * made of are deleted.
 *
 * @throws GlyphlabError `dataset-missing`; `output-failed` where it cannot be removed; `sketches-invalid`
 */
export async function removeDataset(home: string, name: string): Promise<RemovedDataset> {
  const listed = isDatasetName(name) ? await listDatasets(home) : []
  if (!listed.some((dataset) => dataset.name === name)) throw await missing(home, name)
  const folder = await datasetFolder(home, name)
  const about = await readAbout(folder)
  if (about?.origin.kind === 'sketches') {
    // What makes a data set of sketches is needed here alone, and not in the main process from its start.
    const { deleteCorrected } = await import('../sketches/delete-sketches')
    await deleteCorrected(home, about.origin.log)
  }
  const isRemoved = await removeDatasetFolder(folder)
  // Another process was faster; sketches take theirs along.
  if (!isRemoved && about?.origin.kind !== 'sketches') throw await missing(home, name)
  return { name, folder, bytes: about?.files.reduce((sum, file) => sum + file.bytes, 0) ?? null }
}

async function missing(home: string, name: string): Promise<GlyphlabError> {
  const names = (await listDatasets(home)).map((dataset) => dataset.name)
  return new GlyphlabError(
    'dataset-missing',
    `there is no data set ${name} in the data home${names.length > 0 ? `; there are ${names.join(', ')}` : ''}`,
    '`glyphlab data list` shows what there is.',
  )
}
