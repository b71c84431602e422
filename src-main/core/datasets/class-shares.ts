import { GlyphlabError, internalError } from '../errors'

/**
 * Share of each class among the labels, `[classCount]`, summing to 1.
 *
 * @param labels class index of each image
 * @param indices which images to count; all where left out
 */
export function classShares(
  labels: Int32Array,
  classCount: number,
  indices?: Int32Array,
): Float64Array {
  const counts = classCounts(labels, classCount, indices)
  const total = indices?.length ?? labels.length
  if (total === 0) throw internalError('no images have no class shares')
  return Float64Array.from(counts, (count) => count / total)
}

/** Number of images of each class, `[classCount]`. */
export function classCounts(
  labels: Int32Array,
  classCount: number,
  indices?: Int32Array,
): Int32Array {
  const counts = new Int32Array(classCount)
  const count = (label: number): void => {
    if (label < 0 || label >= classCount) throw internalError(`label ${label} of ${classCount}`)
    counts[label] = (counts[label] ?? 0) + 1
  }
  if (indices === undefined) labels.forEach(count)
  else indices.forEach((index) => count(labels[index] ?? -1))
  return counts
}

/** Half the sum of absolute differences: the share of images that would have to change class, 0 to 1. */
function totalVariation(a: Float64Array, b: Float64Array): number {
  return a.reduce((sum, share, index) => sum + Math.abs(share - (b[index] ?? 0)), 0) / 2
}

/**
 * Above this total variation distance two parts have different class shares. MNIST's own parts, drawn at
 * random, differ by 0.008; EMNIST Balanced's by 0; emnist47's (417 to 2,300 a class against 400) by 0.146.
 */
const SHARE_TOLERANCE = 0.02

/**
 * Whether class shares differ by more than {@link SHARE_TOLERANCE}, and by more than twice what chance
 * gives.
 *
 * @param sampleCount size of the part that was drawn, usually the test part: a few hundred images drawn
 *   at random miss the shares by more than the tolerance. Left out, chance is not considered.
 */
export function sharesDiffer(a: Float64Array, b: Float64Array, sampleCount = Infinity): boolean {
  return totalVariation(a, b) > Math.max(SHARE_TOLERANCE, 2 * expectedVariation(a, sampleCount))
}

/**
 * Mean total variation distance between class shares and those of a random draw: half the sum of the mean
 * absolute deviations, sqrt(2 / pi) standard deviations each (the normal approximation of the binomial).
 */
function expectedVariation(shares: Float64Array, sampleCount: number): number {
  return (
    shares.reduce(
      (sum, share) => sum + Math.sqrt((2 * share * (1 - share)) / (Math.PI * sampleCount)),
      0,
    ) / 2
  )
}

/**
 * A weight for each validation image that gives the validation part the class shares of `targetShares`:
 * target share over own share of its class, scaled to mean 1.
 *
 * @param validationLabels class index of each validation image
 * @throws GlyphlabError `dataset-invalid` where the validation part has no image of any wanted class
 */
export function importanceWeights(
  validationLabels: Int32Array,
  targetShares: Float64Array,
): Float64Array {
  const ownShares = classShares(validationLabels, targetShares.length)
  const weights = Float64Array.from(
    validationLabels,
    (label) => (targetShares[label] ?? 0) / (ownShares[label] ?? 1),
  )
  // Below 1 only where a wanted class has no validation image.
  const mean = weights.reduce((sum, weight) => sum + weight, 0) / weights.length
  if (mean === 0) {
    throw new GlyphlabError(
      'dataset-invalid',
      'the validation part holds no image of any class of the test part',
      'Choose a larger validation part, or check that both parts have the same classes.',
    )
  }
  return weights.map((weight) => weight / mean)
}

/**
 * What to add to the logits of a network trained on one set of class shares so that it fits another:
 * log test share minus log training share, shifted to mean 0.
 *
 * Where the test part is balanced this is the logit adjustment of Menon et al. 2021 (minus the log class
 * share), elsewhere its generalisation by Bayes' rule (Saerens et al. 2002). A class absent from the test
 * part counts as half an image there. Of a class absent from the training part the network knows
 * nothing: its logit stays.
 *
 * @returns `[classCount]`
 */
export function priorCorrection(
  trainShares: Float64Array,
  testShares: Float64Array,
  testCount: number,
): Float32Array {
  const corrections = Float64Array.from(trainShares, (trainShare, index) => {
    const testShare = Math.max(testShares[index] ?? 0, 0.5 / testCount)
    return trainShare > 0 ? Math.log(testShare) - Math.log(trainShare) : 0
  })
  const trained = trainShares.reduce((count, share) => count + (share > 0 ? 1 : 0), 0)
  const mean = corrections.reduce((sum, correction) => sum + correction, 0) / Math.max(trained, 1)
  return Float32Array.from(corrections, (correction, index) =>
    (trainShares[index] ?? 0) > 0 ? correction - mean : 0,
  )
}
