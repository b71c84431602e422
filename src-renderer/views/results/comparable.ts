import type { ListedMeasurement, Measurement } from '../../../src-preload/contract/measurement'

/** What was measured on the very images of a measurement, itself included, with its answers kept. */
export function comparable(
  listed: readonly ListedMeasurement[],
  { evaluation }: Pick<Measurement, 'evaluation'>,
): readonly ListedMeasurement[] {
  const { dataset, part } = evaluation
  return listed.filter(
    (one) =>
      one.hasPredictions && one.part === part && one.dataset.fingerprint === dataset.fingerprint,
  )
}
