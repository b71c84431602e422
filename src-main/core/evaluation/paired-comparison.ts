import type { Comparison } from '../../../src-preload/contract/measurement'
import { GlyphlabError } from '../errors'
import { holm } from './holm'
import { isRight, type ImageAnswers } from './image-answers'
import { mcnemarExact } from './mcnemar'
import { pairedInterval } from './paired-interval'

/** What was answered to images, and which they are. */
export interface PlacedAnswers {
  /** `[count]`: places in the files of the data set. */
  readonly places: Int32Array
  readonly answers: ImageAnswers
}

/** One comparison, before it is corrected for those made along with it. */
export type PairedComparison = Omit<Comparison, 'holmP'>

/**
 * Holds two measurements of the same images against each other, image by image: by how much the other is
 * better, how sure that is, and whether chance alone would do.
 *
 * @throws GlyphlabError `not-comparable` where they are not of the same images with the same labels
 */
export function pairedComparison(baseline: PlacedAnswers, other: PlacedAnswers): PairedComparison {
  const images = baseline.places.length
  requireSameImages(baseline, other)
  let baselineOnly = 0
  let otherOnly = 0
  for (let image = 0; image < images; image++) {
    const hasBaseline = isRight(baseline.answers, image)
    const hasOther = isRight(other.answers, image)
    if (hasBaseline && !hasOther) baselineOnly++
    if (hasOther && !hasBaseline) otherOnly++
  }
  return {
    images,
    difference: (otherOnly - baselineOnly) / images,
    interval: pairedInterval(baselineOnly, otherOnly, images),
    baselineOnly,
    otherOnly,
    p: mcnemarExact(baselineOnly, otherOnly),
  }
}

/** The comparisons with what {@link holm} makes of their p-values, in the order given. */
export function correctedTogether(comparisons: readonly PairedComparison[]): readonly Comparison[] {
  const corrected = holm(comparisons.map(({ p }) => p))
  return comparisons.map((comparison, index) => ({ ...comparison, holmP: corrected[index] ?? 1 }))
}

function requireSameImages(baseline: PlacedAnswers, other: PlacedAnswers): void {
  const { places } = baseline
  if (places.length === 0)
    throw new GlyphlabError('not-comparable', 'the part measured has no images')
  const isSame =
    places.length === other.places.length &&
    places.every(
      (place, image) =>
        place === other.places[image] &&
        baseline.answers.actual[image] === other.answers.actual[image],
    )
  if (!isSame) throw new GlyphlabError('not-comparable', 'the two are not of the same images')
}
