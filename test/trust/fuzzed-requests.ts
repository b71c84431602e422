import fc from 'fast-check'
import {
  isRequestName,
  REQUESTS,
  type RequestName,
} from '../../src-preload/contract/bridge/requests'
import { changed, hostileValues, NO_JSON } from './hostile-values'
import { valuesOf, type KnownValues } from './values-of-schema'

/** What is sent over a bridge. */
export type Fuzzed =
  | { readonly kind: 'request'; readonly name: string; readonly params: unknown }
  /** The same frame, with the same id, so many times. */
  | { readonly kind: 'repeated'; readonly name: string; readonly params: unknown; times: number }
  /** A frame that is none; it has no id that an answer could name. */
  | { readonly kind: 'text'; readonly text: string }

const REQUEST_NAMES: readonly RequestName[] = Object.keys(REQUESTS).filter(isRequestName)

/** Stands for an id that is only known once the program has told it. */
export const LATEST = { job: '@job', sketch: '@sketch', handedOver: '@handedOver' } as const

export interface FuzzedOptions {
  readonly seed: number
  readonly count: number
  readonly known: KnownValues
  /** Absolute paths that there are, and that no window has been given. */
  readonly paths: readonly string[]
  /** Requests that are only sent as what they refuse. */
  readonly neverSound?: readonly RequestName[]
}

/** Requests of every name, sound and not; the same ones for the same seed and the same contract. */
export function fuzzedRequests(options: FuzzedOptions): readonly Fuzzed[] {
  const { seed, count, known, paths, neverSound = [] } = options
  const hostile = hostileValues(paths)
  const each = REQUEST_NAMES.map((name) => {
    const sound = valuesOf(REQUESTS[name].params, known)
    const mutated = fc
      .tuple(sound, fc.nat(1000), fc.nat(3), hostile)
      .map(([params, at, how, value]) => changed(params, at, how, value))
    const params = neverSound.includes(name)
      ? fc.oneof(mutated, hostile).filter((value) => !isSound(name, value))
      : fc.oneof(
          { weight: 6, arbitrary: sound },
          { weight: 6, arbitrary: mutated },
          { weight: 1, arbitrary: hostile },
        )
    return params.map((value): Fuzzed => ({ kind: 'request', name, params: value }))
  })
  const unknown = fc
    .tuple(
      fc.oneof(hostile, fc.constantFrom('runs', 'Runs.list', 'runs.list ', 'app.quit')),
      hostile,
    )
    .filter(([name]) => !isRequestName(name))
    .map(([name, params]): Fuzzed => ({
      kind: 'request',
      name: typeof name === 'string' ? name : typeof name,
      params,
    }))
  const repeated = fc
    .tuple(fc.constantFrom('app.info', 'runs.list', 'datasets.list', 'nothing'), fc.nat(20))
    .map(([name, times]): Fuzzed => ({ kind: 'repeated', name, params: {}, times: times + 2 }))
  const text = fc
    .oneof(
      fc.constantFrom(...NO_JSON),
      fc.string({ unit: 'binary' }).map((words) => `${words}{`),
      fc.nat(40).map((length) => '{"id":7,"name":"app.info","params":{"x":"y"}}'.slice(0, length)),
    )
    .map((words): Fuzzed => ({ kind: 'text', text: words }))
  const all = fc.oneof(
    { weight: 20, arbitrary: fc.oneof(...each) },
    { weight: 1, arbitrary: unknown },
    { weight: 1, arbitrary: repeated },
    { weight: 1, arbitrary: text },
  )
  return fc.sample(all, { seed, numRuns: count })
}

function isSound(name: RequestName, params: unknown): boolean {
  return REQUESTS[name].params.safeParse(params).success
}
