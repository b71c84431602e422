import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import type { ErrorData } from '../../src-preload/contract/errors'
import type { Comparison, MeasurementRef } from '../../src-preload/contract/measurement'
import { isSameMeasurement } from './measurement'
import { useBridge, whenConnected } from './use-bridge'

/** A measurement held against the baseline; or why it cannot be. */
export interface Compared {
  readonly ref: MeasurementRef
  readonly outcome:
    | { readonly ok: true; readonly comparison: Comparison }
    | { readonly ok: false; readonly error: ErrorData }
}

export type ComparisonState =
  | { readonly phase: 'none' }
  | { readonly phase: 'asking' }
  | {
      readonly phase: 'compared'
      readonly baseline: MeasurementRef
      readonly all: readonly Compared[]
    }
  | { readonly phase: 'failed'; readonly error: ErrorData }

/** The open measurement, and others beside it, against a baseline that the user chose. */
export const useMeasurementComparisonStore = defineStore('measurement-comparison', () => {
  const bridge = useBridge()
  const state = shallowRef<ComparisonState>({ phase: 'none' })
  /** Stays while measurements are changed: they are looked at one after the other. */
  const baseline = shallowRef<MeasurementRef | null>(null)
  const beside = shallowRef<readonly MeasurementRef[]>([])
  let asked = 0

  let wanted: readonly MeasurementRef[] = []

  /** @param others in the order in which they are shown; Holm's correction is for all of them together */
  async function compare(others: readonly MeasurementRef[]): Promise<void> {
    asked += 1
    const number = asked
    wanted = others
    const against = baseline.value
    if (against === null || others.length === 0) {
      state.value = { phase: 'none' }
      return
    }
    const { value } = state
    // What was held against another baseline is not to stand beside this one.
    if (value.phase !== 'compared' || !isSameMeasurement(value.baseline, against))
      state.value = { phase: 'asking' }
    const answer = await bridge.request('measurements.compare', {
      baseline: against,
      others: [...others],
    })
    if (number !== asked) return
    state.value = answer.ok
      ? { phase: 'compared', baseline: against, all: paired(others, answer.result.comparisons) }
      : { phase: 'failed', error: answer.error }
  }

  function toggleBeside(ref: MeasurementRef): void {
    beside.value = beside.value.some((one) => isSameMeasurement(one, ref))
      ? beside.value.filter((one) => !isSameMeasurement(one, ref))
      : [...beside.value, ref]
  }

  /** What was lost with the connection is asked again once it is back. */
  function begin(): () => void {
    return whenConnected(bridge, () => {
      if (state.value.phase === 'failed') void compare(wanted)
    })
  }
  return { state, baseline, beside, compare, toggleBeside, begin }
})

function paired(
  refs: readonly MeasurementRef[],
  outcomes: readonly Compared['outcome'][],
): readonly Compared[] {
  return refs.flatMap((ref, index) => {
    const outcome = outcomes[index]
    return outcome === undefined ? [] : [{ ref, outcome }]
  })
}
