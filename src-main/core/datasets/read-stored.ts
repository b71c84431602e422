import { GlyphlabError } from '../errors'
import { finishReplacement } from '../files/replace-folder'
import { readAbout, type DatasetAbout } from './about'
import type { OwnDataset } from './corrections/corrections-log'
import { datasetFingerprint } from './fingerprint'
import { readDatasetFolder, type ReadFolderOptions } from './read-folder'

/**
 * Reads a data set and makes sure that it is what was stored, where that is written down. One that another
 * takes the place of meanwhile is read anew: labels of the one are never taken with images of the other.
 *
 * @throws GlyphlabError as `readDatasetFolder`, and `dataset-invalid` where it is not as it was stored; the
 *   signal's reason when aborted
 */
export async function readStored(folder: string, options: ReadFolderOptions): Promise<OwnDataset> {
  for (;;) {
    const before = await readAbout(folder)
    try {
      const dataset = await readDatasetFolder(folder, options)
      const own = { dataset, fingerprint: datasetFingerprint(dataset) }
      requireAsStored(folder, own, before)
      return own
    } catch (error) {
      options.signal?.throwIfAborted()
      await finishReplacement(folder)
      const after = await readAbout(folder)
      if (after === null || after.storedAt === before?.storedAt) throw error
    }
  }
}

function requireAsStored(
  folder: string,
  { dataset, fingerprint }: OwnDataset,
  about: DatasetAbout | null,
): void {
  if (about?.split !== dataset.split || about.fingerprint === fingerprint) return
  throw new GlyphlabError(
    'dataset-invalid',
    `${folder} does not hold what its dataset.json says`,
    '`glyphlab data verify` tells what is damaged. Where you changed it yourself, remove its dataset.json.',
  )
}
