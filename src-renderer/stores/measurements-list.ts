import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import type { ErrorData } from '../../src-preload/contract/errors'
import type { ListedMeasurement, MeasurementRef } from '../../src-preload/contract/measurement'
import { isSameMeasurement } from './measurement'
import { together, useBridge, whenConnected } from './use-bridge'

export type MeasurementsState =
  | { readonly phase: 'asking' }
  | { readonly phase: 'known'; readonly measurements: readonly ListedMeasurement[] }
  | { readonly phase: 'unknown'; readonly error: ErrorData }

/** Everything that was measured, the latest first. */
export const useMeasurementsStore = defineStore('measurements', () => {
  const bridge = useBridge()
  const state = shallowRef<MeasurementsState>({ phase: 'asking' })
  const measurements = computed(() =>
    state.value.phase === 'known' ? state.value.measurements : [],
  )

  let asked = 0

  async function ask(): Promise<void> {
    asked += 1
    const number = asked
    const answer = await bridge.request('measurements.list', {})
    if (number !== asked) return
    if (answer.ok) state.value = { phase: 'known', measurements: answer.result.measurements }
    else if (state.value.phase !== 'known') state.value = { phase: 'unknown', error: answer.error }
  }

  /** Leaves out at once what was removed: the next answer knows nothing of it, either. */
  function forget(ref: MeasurementRef): void {
    if (state.value.phase !== 'known') return
    const rest = state.value.measurements.filter((one) => !isSameMeasurement(one.ref, ref))
    state.value = { phase: 'known', measurements: rest }
  }

  function begin(): () => void {
    return together(
      bridge.on('measurements.changed', () => void ask()),
      bridge.on('runs.changed', () => void ask()),
      whenConnected(bridge, () => void ask()),
    )
  }
  return { state, measurements, ask, forget, begin }
})
