import { EMNIST_SPLITS } from '../../../../src-preload/contract/shelf'
import type { CharacterClass } from '../dataset'
import { parseMapping } from '../emnist-mapping'
import { officialEmnist } from '../get/official-emnist'

/** The classes of EMNIST's own splits, for files that come without their mapping; null for any other name. */
export function officialClasses(split: string): readonly CharacterClass[] | null {
  const known = EMNIST_SPLITS.find((name) => name === split)
  return known === undefined ? null : parseMapping(officialEmnist(known).mapping, split)
}
