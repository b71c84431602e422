import type { RunDescription } from '../../../src-preload/contract/training-events'

/**
 * Equal for runs whose validation figures are of the same images, weighted alike: see `splitTrainingPart` for
 * what the images depend on. Corrections are in the data set's fingerprint.
 */
export function cohortOf({
  fingerprint,
  configuration,
  weightedValidation,
}: RunDescription): string {
  const { validation, splitSeed, limit } = configuration
  // The official part is the same for any seed, unless only some of the images are used.
  const seed = validation === 'official' && limit === null ? null : splitSeed
  return JSON.stringify([fingerprint, validation, seed, limit, weightedValidation])
}
