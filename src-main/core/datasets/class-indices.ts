import { GlyphlabError } from '../errors'
import type { CharacterClass } from './dataset'

/**
 * Turns labels into class indices.
 *
 * @param describe where the label at a position came from, for the message
 * @throws GlyphlabError `dataset-invalid` for a label that no class has
 */
export function fillClassIndices(
  target: Int32Array,
  labels: Uint8Array,
  classes: readonly CharacterClass[],
  describe: (position: number) => string,
): void {
  const classOfLabel = new Int32Array(256).fill(-1)
  classes.forEach(({ label }, index) => (classOfLabel[label] = index))
  labels.forEach((label, position) => {
    const index = classOfLabel[label] ?? -1
    if (index < 0) {
      throw new GlyphlabError(
        'dataset-invalid',
        `${describe(position)} is not in the mapping, ` +
          `whose ${classes.length} labels run from ${classes[0]?.label} to ${classes.at(-1)?.label}`,
      )
    }
    target[position] = index
  })
}
