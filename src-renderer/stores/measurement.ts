import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import type { ErrorData } from '../../src-preload/contract/errors'
import type { Measurement, MeasurementRef } from '../../src-preload/contract/measurement'
import { together, useBridge, whenConnected } from './use-bridge'

export type MeasurementState =
  | { readonly phase: 'none' }
  | { readonly phase: 'asking'; readonly ref: MeasurementRef }
  | { readonly phase: 'open'; readonly measurement: Measurement }
  | { readonly phase: 'failed'; readonly ref: MeasurementRef; readonly error: ErrorData }

/** The measurement that Results shows. */
export const useMeasurementStore = defineStore('measurement', () => {
  const bridge = useBridge()
  const state = shallowRef<MeasurementState>({ phase: 'none' })
  const measurement = computed(() =>
    state.value.phase === 'open' ? state.value.measurement : null,
  )

  let wanted: MeasurementRef | null = null
  let asked = 0

  /** Null closes what is open. What is open already stays so. */
  function open(ref: MeasurementRef | null): void {
    if (ref === null) {
      wanted = null
      asked += 1
      state.value = { phase: 'none' }
      return
    }
    const isWanted = wanted !== null && isSameMeasurement(wanted, ref)
    if (isWanted && state.value.phase !== 'failed') return
    state.value = { phase: 'asking', ref }
    wanted = ref
    void ask()
  }

  /** Asks for the same again; what is known stays in sight. */
  async function ask(): Promise<void> {
    const ref = wanted
    if (ref === null) return
    asked += 1
    const number = asked
    const answer = await bridge.request('measurements.open', { ref })
    if (number !== asked) return
    if (answer.ok) state.value = { phase: 'open', measurement: answer.result.measurement }
    // It is asked again once the connection is back.
    else if (answer.error.code !== 'connection-lost' || state.value.phase !== 'open')
      state.value = { phase: 'failed', ref, error: answer.error }
  }

  function begin(): () => void {
    return together(
      bridge.on('measurements.changed', () => void ask()),
      whenConnected(bridge, () => void ask()),
    )
  }
  return { state, measurement, open, ask, begin }
})

export function isSameMeasurement(one: MeasurementRef, other: MeasurementRef): boolean {
  return one.run === other.run && one.file === other.file
}
