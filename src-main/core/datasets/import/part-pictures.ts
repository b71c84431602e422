import { createRandom } from '../../random/random'
import { apportion } from '../apportion'
import type { DecodedPicture } from './decode-pictures'

/** Pictures of one class, parted. */
export interface PartedPictures {
  readonly train: readonly DecodedPicture[]
  readonly test: readonly DecodedPicture[]
}

/**
 * Parts the pictures of each class into training and test part, in proportion to the sizes of the classes,
 * at least one on each side. Pictures that give the same image stay together, so that the test part shows
 * nothing that was learned by heart. Depends on the seed, and on names and content of the pictures alone.
 *
 * @param classes pictures of each class in the order of their names, at least two different ones
 * @param testShare of all pictures, above 0 and below 1
 */
export function partPictures(
  classes: readonly (readonly DecodedPicture[])[],
  testShare: number,
  seed: number,
): readonly PartedPictures[] {
  const sizes = classes.map(({ length }) => length)
  const count = sizes.reduce((sum, size) => sum + size, 0)
  const places = apportion(sizes, Math.round(testShare * count), (size) => ({
    least: 1,
    most: size - 1,
  }))
  return classes.map((pictures, index) => partClass(pictures, places[index] ?? 1, seed, index))
}

function partClass(
  pictures: readonly DecodedPicture[],
  testCount: number,
  seed: number,
  classIndex: number,
): PartedPictures {
  const groups = sameImages(pictures)
  const order = createRandom(seed, 'import', classIndex).shuffle(
    Int32Array.from(groups, (_, index) => index),
  )
  const test = new Set<DecodedPicture>()
  for (const index of order) {
    const group = groups[index] ?? []
    if (test.size + group.length <= testCount) for (const picture of group) test.add(picture)
  }
  // Where no group is small enough, the smallest: an empty part would be worse than one too large.
  if (test.size === 0) {
    const [smallest = []] = [...groups].sort((a, b) => a.length - b.length)
    for (const picture of smallest) test.add(picture)
  }
  return {
    train: pictures.filter((picture) => !test.has(picture)),
    test: pictures.filter((picture) => test.has(picture)),
  }
}

/** Pictures of the same image, in the order in which each image comes first. */
export function sameImages(
  pictures: readonly DecodedPicture[],
): readonly (readonly DecodedPicture[])[] {
  const groups = new Map<string, DecodedPicture[]>()
  for (const picture of pictures) {
    const key = Buffer.from(picture.image).toString('latin1')
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [picture])
    else group.push(picture)
  }
  return [...groups.values()]
}
