import { rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { GlyphlabError } from '../errors'
import { syncFolder } from '../files/atomic-write'
import { faultPoint } from '../files/fault-point'
import { systemErrorCode, writeError } from '../files/file-error'
import { temporaryName } from '../files/temporary-name'
import { readAbout } from './about'
import { datasetFolder, isDatasetName, listDatasets } from './dataset-folder'

export interface RemovedDataset {
  readonly name: string
  readonly folder: string
  /** What its files took on the disk; null where nobody wrote it down. */
  readonly bytes: number | null
}

/**
 * Removes a data set of the data home, at once as everybody sees it: it is renamed first. A run that uses it
 * holds its images in memory and goes on; its corrections stay, and fit again should it come back.
 *
 * @throws GlyphlabError `dataset-missing`; `output-failed` where it cannot be removed
 */
export async function removeDataset(home: string, name: string): Promise<RemovedDataset> {
  const listed = isDatasetName(name) ? await listDatasets(home) : []
  if (!listed.some((dataset) => dataset.name === name)) throw await missing(home, name)
  const folder = await datasetFolder(home, name)
  const about = await readAbout(folder)
  const old = temporaryName(folder)
  try {
    faultPoint('rename', old)
    await rename(folder, old)
    await syncFolder(dirname(folder))
    await rm(old, { recursive: true, force: true })
  } catch (cause) {
    // Another process was faster.
    if (systemErrorCode(cause) === 'ENOENT') throw await missing(home, name)
    throw writeError(folder, cause)
  }
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
