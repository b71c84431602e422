import { GlyphlabError } from '../../errors'
import { BUILT_IN_DATASET, isDatasetName } from '../dataset-folder'
import { defaultName } from './default-name'

export interface NameOptions {
  /** After the path where left out. */
  readonly name?: string | undefined
  readonly split?: string | undefined
}

/**
 * What a data set that is imported from a path will be called.
 * @throws GlyphlabError `usage` where the path gives it no name of its own
 */
export function importedName(path: string, { name, split }: NameOptions): string {
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
        given === BUILT_IN_DATASET
          ? `no imported data set can be called ${given}: that is the built-in one`
          : `no data set can be called ${given}`,
        'Choose another --name: up to 64 letters and digits, with _, - and dots within.',
      )
}
