import type { Result } from '../../../src-preload/contract/bridge/requests'
import type { MeasurementRef } from '../../../src-preload/contract/measurement'
import type { ErrorData } from '../../../src-preload/contract/errors'
import { errorData, GlyphlabError } from '../errors'
import {
  correctedTogether,
  pairedComparison,
  type PairedComparison,
} from '../evaluation/paired-comparison'
import type { MeasurementReader } from './measurement-reader'

type Found =
  | { readonly ok: true; readonly comparison: PairedComparison }
  | { readonly ok: false; readonly error: ErrorData }

/**
 * Holds measurements against a baseline, image by image, in the order given. One that is not of the same
 * part of the same data set gets an error; the others are corrected for one another.
 *
 * @throws GlyphlabError `measurement-missing` or `predictions-missing`, of the baseline
 */
export async function compareMeasurements(
  home: string,
  baseline: MeasurementRef,
  others: readonly MeasurementRef[],
  reader: MeasurementReader,
): Promise<Result<'measurements.compare'>> {
  const first = await readForComparison(home, baseline, reader)
  const found = await Promise.all(
    others.map(async (other): Promise<Found> => {
      try {
        const second = await readForComparison(home, other, reader)
        requireSamePart(first.evaluation, second.evaluation)
        return { ok: true, comparison: pairedComparison(first.answers, second.answers) }
      } catch (error) {
        if (error instanceof GlyphlabError) return { ok: false, error: errorData(error) }
        throw error
      }
    }),
  )
  const compared = found.flatMap((one) => (one.ok ? [one.comparison] : []))
  const corrected = correctedTogether(compared).values()
  return {
    comparisons: found.map((one) => {
      if (!one.ok) return one
      const { value } = corrected.next()
      return { ok: true, comparison: value ?? { ...one.comparison, holmP: 1 } }
    }),
  }
}

async function readForComparison(home: string, ref: MeasurementRef, reader: MeasurementReader) {
  return {
    evaluation: reader.evaluation(home, ref),
    answers: await reader.answers(home, ref),
  }
}

type Measured = ReturnType<MeasurementReader['evaluation']>

function requireSamePart(baseline: Measured, other: Measured): void {
  if (baseline.dataset.fingerprint !== other.dataset.fingerprint)
    throw new GlyphlabError(
      'not-comparable',
      `one was measured on ${baseline.dataset.name}, the other on ` +
        (baseline.dataset.name === other.dataset.name
          ? 'other images of that name'
          : other.dataset.name),
    )
  if (baseline.part !== other.part)
    throw new GlyphlabError(
      'not-comparable',
      `one was measured on the ${baseline.part} part, the other on the ${other.part} part`,
    )
}
