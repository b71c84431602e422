import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import type { HandedOver } from '../../src-preload/contract/bridge/hand-over'
import type { ErrorData } from '../../src-preload/contract/errors'
import type { MeasurementRef } from '../../src-preload/contract/measurement'
import type { DataChoice } from '../experiment/draft'
import { useBridge } from './use-bridge'

export type PredictionsState =
  | { readonly phase: 'none' }
  /** A file was handed over; which data set it is of, the user is asked. */
  | { readonly phase: 'offered'; readonly file: HandedOver; readonly refusal: ErrorData | null }
  | { readonly phase: 'reading'; readonly file: HandedOver }
  /** The same ones were taken in before: nothing was added. */
  | { readonly phase: 'known'; readonly file: HandedOver; readonly ref: MeasurementRef }

/** Predictions that another program made, on their way to being a measurement. */
export const usePredictionsStore = defineStore('predictions', () => {
  const bridge = useBridge()
  const state = shallowRef<PredictionsState>({ phase: 'none' })

  function offer(file: HandedOver): void {
    // One that is being read is not given up for another.
    if (state.value.phase === 'reading') return
    giveUp()
    state.value = { phase: 'offered', file, refusal: null }
  }

  /** Where the measurement is; null where there is no new one, and `state` says why. */
  async function add(data: DataChoice): Promise<MeasurementRef | null> {
    if (state.value.phase !== 'offered') return null
    const { file } = state.value
    state.value = { phase: 'reading', file }
    const answer = await bridge.request('measurements.add-predictions', {
      handedOver: file.id,
      ...data,
    })
    if (!answer.ok) {
      state.value = { phase: 'offered', file, refusal: answer.error }
      return null
    }
    const { ref, isNew } = answer.result
    state.value = isNew ? { phase: 'none' } : { phase: 'known', file, ref }
    return isNew ? ref : null
  }

  function giveUp(): void {
    if (state.value.phase === 'known') state.value = { phase: 'none' }
    if (state.value.phase !== 'offered') return
    void bridge.request('handed-over.withdraw', { handedOver: state.value.file.id })
    state.value = { phase: 'none' }
  }
  return { state, offer, add, giveUp }
})
