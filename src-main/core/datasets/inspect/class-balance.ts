import type { ClassBalance } from '../../../../src-preload/contract/dataset'

/**
 * Which class of a part has fewest and which has most images.
 * @param counts images of each class, as `classCounts` tells them
 */
export function classBalance(counts: Int32Array): ClassBalance {
  const least = Math.min(...counts)
  const most = Math.max(...counts)
  if (counts.length === 0 || most === 0) return null
  return {
    least: { class: counts.indexOf(least), count: least },
    most: { class: counts.indexOf(most), count: most },
    ratio: least === 0 ? null : most / least,
  }
}
