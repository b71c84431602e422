import { LEGIBILITY_VERSION, type LegibilityRecipe } from './doodles/legibility-recipe'
import { makeLegibility, type MakeLegibilityOptions } from './doodles/make-legibility'
import type { OpenDataset } from './open-dataset'
import { requirePlace, storeDatasetAt, type StoredDataset } from './store-dataset'

export interface MakeLegibilityFolderOptions extends MakeLegibilityOptions {
  /** Whether a data set that is there already gives way. */
  readonly replace?: boolean | undefined
}

/**
 * Makes the data set of what can be read and what cannot, in a folder. It appears whole or not at all.
 *
 * @throws GlyphlabError as `makeLegibility`; `dataset-exists` where something is there that must stay, `disk-full` or
 *   `output-failed` where it cannot be written
 */
export async function makeLegibilityFolder(
  folder: string,
  { dataset, source, fingerprint }: OpenDataset,
  recipe: LegibilityRecipe,
  { replace = false, ...options }: MakeLegibilityFolderOptions = {},
): Promise<StoredDataset> {
  await requirePlace(folder, replace)
  const made = await makeLegibility(dataset, recipe, options)
  const origin = {
    ...({ kind: 'legibility', generatorVersion: LEGIBILITY_VERSION } as const),
    ...{ from: source, fingerprint, ...recipe },
  }
  return storeDatasetAt(folder, { dataset: made, origin }, replace)
}
