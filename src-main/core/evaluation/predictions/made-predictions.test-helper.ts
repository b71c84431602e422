import type { CharacterClass } from '../../datasets/dataset'
import { createRandom } from '../../random/random'
import type { Predictions } from './write-predictions'

/** The classes of EMNIST Balanced, labelled from `firstLabel`. */
export function balancedClasses(firstLabel = 0): CharacterClass[] {
  const merged = new Set('CIJKLMOPSUVWXYZ')
  return [...'0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabdefghnqrt'].map((character, index) => ({
    label: firstLabel + index,
    character,
    characters: merged.has(character) ? [character, character.toLowerCase()] : [character],
  }))
}

/** Classes that the made predictions treat in a way of their own, by index. */
export const WITHOUT_IMAGES = 11
export const NEVER_PREDICTED = 23
export const NEITHER = 46

/**
 * Predictions of a network that is often right: coarse logits, so that classes tie for first and images have
 * equal confidence. One image in fifty has them greater by a factor.
 */
export function madePredictions(
  imageCount: number,
  { classes = balancedClasses(), factor = 3 } = {},
): Predictions {
  const random = createRandom(7, 'made predictions')
  const present = classes.flatMap((_, index) =>
    index === WITHOUT_IMAGES || index === NEITHER ? [] : [index],
  )
  const labels = Int32Array.from(
    { length: imageCount },
    () => present[random.integer(present.length)] ?? 0,
  )
  const values = Float32Array.from({ length: imageCount * classes.length }, (_, at) => {
    const image = Math.floor(at / classes.length)
    const index = at % classes.length
    if (index === NEVER_PREDICTED || index === NEITHER) return -12
    const scale = image % 50 === 0 ? factor : 1
    return scale * (Math.round(4 * random.uniform()) + (index === labels[image] ? 2 : 0))
  })
  return { labels, scores: { kind: 'logits', values }, classes }
}
