import {
  measurementRefSchema,
  type MeasurementRef,
} from '../../../src-preload/contract/measurement'
import { runIdSchema, type RunId } from '../../../src-preload/contract/run'

/** In place of a run, for predictions made elsewhere. */
const ELSEWHERE = 'elsewhere'

/** Where Results shows a measurement. */
export function resultsRoute({ run, file }: MeasurementRef) {
  return { name: 'results', params: { run: run ?? ELSEWHERE, file } } as const
}

/** Where Results shows a run: its latest measurement, or that it has none. */
export function resultsOfRunRoute(run: RunId) {
  return { name: 'results', params: { run, file: '' } } as const
}

/** What an address asks Results for. */
export type ResultsWanted =
  | { readonly kind: 'latest' }
  | { readonly kind: 'run'; readonly run: RunId }
  | { readonly kind: 'measurement'; readonly ref: MeasurementRef }

/** @param params of the route; what is no run and no file is as if it were left out */
export function resultsWanted(params: Readonly<Record<string, unknown>>): ResultsWanted {
  const run = params['run'] === ELSEWHERE ? null : params['run']
  const ref = measurementRefSchema.safeParse({ run, file: params['file'] })
  if (ref.success) return { kind: 'measurement', ref: ref.data }
  const ofRun = runIdSchema.safeParse(run)
  return ofRun.success ? { kind: 'run', run: ofRun.data } : { kind: 'latest' }
}
