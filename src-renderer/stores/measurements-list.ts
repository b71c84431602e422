import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import type { Result } from '../../src-preload/contract/bridge/requests'
import type { ErrorData } from '../../src-preload/contract/errors'
import type { ListedMeasurement, MeasurementRef } from '../../src-preload/contract/measurement'
import { isSameMeasurement } from './measurement'
import { together, useBridge, whenConnected } from './use-bridge'
import { everyWhileSeen } from './while-seen'

export type MeasurementsState =
  | { readonly phase: 'asking' }
  | { readonly phase: 'known'; readonly measurements: readonly ListedMeasurement[] }
  | { readonly phase: 'unknown'; readonly error: ErrorData }

/** Runs are measured in terminals, too: nobody tells of those. */
const ASKED_EVERY_MS = 3000

/** Everything that was measured, the latest first. */
export const useMeasurementsStore = defineStore('measurements', () => {
  const bridge = useBridge()
  const state = shallowRef<MeasurementsState>({ phase: 'asking' })
  const measurements = computed(() =>
    state.value.phase === 'known' ? state.value.measurements : [],
  )

  let stamp: string | null = null
  let asked = 0
  let answered = 0

  async function ask(): Promise<void> {
    asked += 1
    const number = asked
    const answer = await bridge.request('measurements.list', { known: stamp })
    answered = Math.max(answered, number)
    if (number !== asked) return
    if (answer.ok) take(answer.result)
    else if (state.value.phase !== 'known') state.value = { phase: 'unknown', error: answer.error }
  }

  /** A list that still stands leaves everything that was made of it as it is. */
  function take(answer: Result<'measurements.list'>): void {
    if (answer.kind === 'unchanged') return
    stamp = answer.stamp
    state.value = { phase: 'known', measurements: answer.measurements }
  }

  /** Leaves out at once what was removed: the next answer knows nothing of it, either. */
  function forget(ref: MeasurementRef): void {
    if (state.value.phase !== 'known') return
    const rest = state.value.measurements.filter((one) => !isSameMeasurement(one.ref, ref))
    state.value = { phase: 'known', measurements: rest }
    stamp = null
  }

  function begin(): () => void {
    return together(
      bridge.on('measurements.changed', () => void ask()),
      bridge.on('runs.changed', () => void ask()),
      whenConnected(bridge, () => void ask()),
      everyWhileSeen(ASKED_EVERY_MS, () => {
        if (answered === asked) void ask()
      }),
    )
  }
  return { state, measurements, ask, forget, begin }
})
