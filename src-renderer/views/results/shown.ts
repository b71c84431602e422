import type { ErrorData } from '../../../src-preload/contract/errors'
import type { MeasurementRef } from '../../../src-preload/contract/measurement'
import type { RunId } from '../../../src-preload/contract/run'
import { isSameMeasurement } from '../../stores/measurement'
import type { MeasurementsState } from '../../stores/measurements-list'
import type { ResultsWanted } from './results-route'

/** What Results is to show. */
export type ShownResults =
  | { readonly kind: 'measurement'; readonly ref: MeasurementRef }
  /** The address names none, or a run: this is the one that is meant. */
  | { readonly kind: 'elsewhere'; readonly ref: MeasurementRef }
  | { readonly kind: 'unmeasured'; readonly run: RunId }
  | { readonly kind: 'nothing' }
  | { readonly kind: 'asking' }
  | { readonly kind: 'unlisted'; readonly error: ErrorData }

/**
 * @param list everything that was measured, the latest first
 * @param last what was shown last; null for nothing
 */
export function shownOf(
  wanted: ResultsWanted,
  list: MeasurementsState,
  last: MeasurementRef | null,
): ShownResults {
  // Whether it is there is known when it is opened.
  if (wanted.kind === 'measurement') return wanted
  switch (list.phase) {
    case 'asking':
      return { kind: 'asking' }
    case 'unknown':
      return { kind: 'unlisted', error: list.error }
    case 'known': {
      const refs = list.measurements.map(({ ref }) => ref)
      if (wanted.kind === 'run') {
        const ref = refs.find((one) => one.run === wanted.run)
        return ref ? { kind: 'elsewhere', ref } : { kind: 'unmeasured', run: wanted.run }
      }
      const again = last === null ? undefined : refs.find((one) => isSameMeasurement(one, last))
      const ref = again ?? refs[0]
      return ref ? { kind: 'elsewhere', ref } : { kind: 'nothing' }
    }
  }
}
