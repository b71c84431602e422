import { basename } from 'node:path'
import { readAbout } from './about'
import { requirePlace, storeDatasetAt, type StoredDataset } from './store-dataset'
import {
  makeStrokes,
  STROKES_VERSION,
  type MakeStrokesOptions,
  type StrokesRecipe,
} from './strokes/make-strokes'

export interface MakeFolderOptions extends MakeStrokesOptions {
  /** Whether a data set that is there already gives way. */
  readonly replace?: boolean | undefined
}

/**
 * Makes a data set of strokes in a folder. It appears whole or not at all.
 *
 * @throws GlyphlabError `dataset-exists` where something is there that must stay, `disk-full` or
 *   `output-failed` where it cannot be written; the signal's reason when aborted
 */
export async function makeStrokesFolder(
  folder: string,
  recipe: StrokesRecipe,
  { replace = false, ...options }: MakeFolderOptions = {},
): Promise<StoredDataset> {
  await requirePlace(folder, replace)
  const dataset = await makeStrokes(recipe, options)
  const origin = { kind: 'strokes', generatorVersion: STROKES_VERSION, ...recipe } as const
  try {
    return await storeDatasetAt(folder, { dataset, origin }, replace)
  } catch (error) {
    // Of several processes at the same work the first one's folder stays, and is what the others take.
    const about = await readAbout(folder)
    if (replace || about === null) throw error
    return { name: basename(folder), folder, about }
  }
}
