import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import type { Params } from '../../src-preload/contract/bridge/requests'
import type { ErrorData } from '../../src-preload/contract/errors'
import type { Measuring } from '../../src-preload/contract/measurement'
import { together, useBridge, whenConnected } from './use-bridge'

export type WantedMeasurement = Params<'measurements.measure'>

/** Measuring a run on a data set: one at a time, whichever window asked for it. */
export const useMeasuringStore = defineStore('measuring', () => {
  const bridge = useBridge()
  const state = shallowRef<Measuring>({ phase: 'idle' })
  /** Why the latest wish of this window was not granted. */
  const refusal = shallowRef<ErrorData | null>(null)
  /** What has ended and was seen to: it is not told again. */
  const dismissed = shallowRef<Measuring | null>(null)

  let told = 0

  async function ask(): Promise<void> {
    const before = told
    const answer = await bridge.request('measurements.measuring', {})
    // An event that came meanwhile is later than this.
    if (answer.ok && before === told) state.value = answer.result
  }

  /** Whether it has begun. */
  async function measure(wanted: WantedMeasurement): Promise<boolean> {
    refusal.value = null
    const answer = await bridge.request('measurements.measure', wanted)
    if (!answer.ok) refusal.value = answer.error
    return answer.ok
  }

  async function stop(): Promise<void> {
    const answer = await bridge.request('measurements.stop', {})
    if (!answer.ok) refusal.value = answer.error
  }

  function dismiss(): void {
    refusal.value = null
    dismissed.value = state.value
  }

  function begin(): () => void {
    return together(
      bridge.on('measuring.changed', (next) => {
        told += 1
        state.value = next
      }),
      whenConnected(bridge, () => void ask()),
    )
  }
  return { state, refusal, dismissed, measure, stop, dismiss, begin }
})
